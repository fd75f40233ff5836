/// What an app of one's own imports: bundles, the models in them, and the protocol `Engine` that runs a
/// program. An engine comes with a product of its own.
@_exported import BenchmarkCore
