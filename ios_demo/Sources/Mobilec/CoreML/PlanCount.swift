/// Operators by where the system would run them.
public struct PlanCount: Sendable, Equatable {
    public var neuralEngine = 0
    public var gpu = 0
    public var cpu = 0

    public init() {}

    /// The shares, or nil of no operators.
    public var plan: Plan? {
        let all = neuralEngine + gpu + cpu
        guard all > 0 else { return nil }
        func share(_ count: Int) -> Double { Double(count) / Double(all) }
        return Plan(
            neuralEngine: share(neuralEngine), gpu: share(gpu), cpu: share(cpu), operators: all)
    }
}
