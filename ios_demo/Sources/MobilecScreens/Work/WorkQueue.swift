/// Does one thing after the other, in the order of the calls, so that no two models are ever loaded or
/// run at once. Cancelling the caller cancels what it asked for, whether it waits or runs.
public actor WorkQueue {
    private var last: Task<Void, Never>?

    public init() {}

    public func run<T: Sendable>(_ work: @escaping @Sendable () async throws -> T) async throws -> T {
        let before = last
        let task = Task {
            await before?.value
            try Task.checkCancellation()
            return try await work()
        }
        last = Task { _ = try? await task.value }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }
}
