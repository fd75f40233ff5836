import Foundation

/// Counts how often something happened, from wherever it is told.
public final class Interruptions: Sendable {
    private let lock = NSLock()
    nonisolated(unsafe) private var seen = 0

    public init() {}

    /// Of a notification of the system, from now on.
    public convenience init(of name: Notification.Name, in center: NotificationCenter = .default) {
        self.init()
        // It counts as long as the process lives.
        _ = center.addObserver(forName: name, object: nil, queue: nil) { [self] _ in add() }
    }

    public var count: Int { lock.withLock { seen } }

    func add() {
        lock.withLock { seen += 1 }
    }
}
