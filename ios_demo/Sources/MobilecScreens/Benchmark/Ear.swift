import Mobilec
import Foundation
import MobilecBenchmark

/// Hears of a benchmark from wherever it runs, tells `heard` on the main actor, and can stop it.
final class Ear: Watcher, @unchecked Sendable {
    // Mutex would say so to the compiler, and wants iOS 18.
    private let lock = NSLock()
    private var stopped = false
    private let tell: @MainActor @Sendable (Progressed) -> Void

    init(_ tell: @escaping @MainActor @Sendable (Progressed) -> Void) {
        self.tell = tell
    }

    var cancelled: Bool { lock.withLock { stopped } }

    func cancel() {
        lock.withLock { stopped = true }
    }

    func heard(_ progress: Progressed) {
        Task { @MainActor [tell] in tell(progress) }
    }
}
