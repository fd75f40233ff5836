import Observation

/// The one state of a screen, a value. Views that read it are drawn again when it changes; watchers
/// hear of each change.
@MainActor @Observable
public final class Held<State: Sendable> {
    public private(set) var state: State

    @ObservationIgnored private var watchers: [@MainActor (State) -> Void] = []

    public init(_ first: State) {
        state = first
    }

    /// Makes the next state of the present one, and shows it to all who watch.
    public func change(_ next: (inout State) -> Void) {
        next(&state)
        watchers.forEach { $0(state) }
    }

    /// Shows the present state and every later one to `watcher`.
    public func watch(_ watcher: @escaping @MainActor (State) -> Void) {
        watchers.append(watcher)
        watcher(state)
    }
}
