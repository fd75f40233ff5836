import Foundation
import Mobilec

/// What one process is asked to measure.
public struct Job: Sendable {
    public var bundle: Mobilec.Bundle
    public var engine: any Engine
    public var options: EngineOptions
    public var effort: Effort
    public var session: Session
    /// Nothing was loaded in this process before, so that its first load is a cold one.
    public var fresh: Bool
    /// For the device to be cool and charged.
    public var waitedSeconds: Double
    /// The process was started for this job, so that all that it took since, but for ``waitedSeconds``, is
    /// the time to the first answer.
    public var timesStart: Bool

    public init(
        bundle: Mobilec.Bundle, engine: any Engine, options: EngineOptions = EngineOptions(),
        effort: Effort = Effort(), session: Session = .alone(), fresh: Bool = true,
        waitedSeconds: Double = 0, timesStart: Bool = false
    ) {
        self.bundle = bundle
        self.engine = engine
        self.options = options
        self.effort = effort
        self.session = session
        self.fresh = fresh
        self.waitedSeconds = waitedSeconds
        self.timesStart = timesStart
    }
}

extension Session {
    /// The session of a variant that is compared with none.
    public static func alone(seed: Int = 0) -> Session {
        Session(id: newId(), seed: seed, variants: 1, rounds: 1, index: [0])
    }
}

/// The order in which variants that are compared run: drawn, as the last finds a warmer device.
public func order(of variants: Int, seed: Int) -> [Int] {
    var random = SeededNumbers(seed: seed)
    return (0..<variants).shuffled(using: &random)
}

/// Runs the protocol of docs/benchmarking.md, on a thread of its own. A failure and a cancelled run are
/// results too; only a bundle without a program for the engine is refused, as there is nothing to speak of.
///
/// `keep` is given the run as it is before the program is loaded a second time: as that of a process that
/// died there, which some devices' do, and nobody could write it then.
public func benchmark(
    _ job: Job, _ surroundings: any Surroundings, _ watcher: any Watcher,
    keep: @escaping @Sendable (Run) -> Void = { _ in }
) async throws -> Run {
    try await Bench().run(job, surroundings, watcher, keep)
}

/// As ``benchmark(_:_:_:keep:)``, and writes the run to `file`. Of a process that dies at its end, what it
/// had measured lies beside that, under the name with `.unfinished.json`.
public func benchmark(
    _ job: Job, _ surroundings: any Surroundings, _ watcher: any Watcher, to file: URL
) async throws -> Run {
    let unfinished = file.deletingPathExtension().appendingPathExtension("unfinished.json")
    let run = try await benchmark(job, surroundings, watcher) { try? $0.write(to: unfinished) }
    try run.write(to: file)
    try? FileManager.default.removeItem(at: unfinished)
    return run
}

/// Owns the program that is measured; nothing else touches it.
private actor Bench {
    private let thread = SerialThread("dev.mobilec.benchmark")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func run(
        _ job: Job, _ surroundings: any Surroundings, _ watcher: any Watcher,
        _ keep: @escaping @Sendable (Run) -> Void
    ) async throws -> Run {
        let begun = try await Begun(job, surroundings)
        let measuring = Measuring(job, surroundings, watcher) { measuring in
            // Asking for all of it waits for others, and this is about to end.
            let end = Condition(thermal: surroundings.thermal())
            keep(begun.run(measuring, Outcome(measured: measuring.soFar, status: .failed, error: died), end))
        }
        let outcome = await outcome(of: measuring, job)
        let plan = outcome.measured == nil ? nil : await plan(job, on: measuring.ranOn)
        var run = begun.run(measuring, outcome, await surroundings.condition())
        run.variant.plan = plan
        return run
    }

    private func outcome(of measuring: Measuring, _ job: Job) async -> Outcome {
        do {
            let file = try job.bundle.manifest.program(job.engine.name)
            if job.engine is any CompilingEngine { try measuring.tell(.compiling, 0) }
            let compileMs = try await job.engine.prepare(file, at: job.bundle.url(of: file))
            return Outcome(measured: try measuring.measured(compileMs: compileMs))
        } catch is Cancelled {
            return Outcome(status: .cancelled, error: "it was cancelled")
        } catch is CancellationError {
            return Outcome(status: .cancelled, error: "it was cancelled")
        } catch let refused as Refused {
            return Outcome(measured: measuring.soFar, status: .failed, error: refused.message)
        } catch {
            let words = "\(type(of: error)): \(error.localizedDescription)"
            return Outcome(measured: measuring.soFar, status: .failed, error: words)
        }
    }

    /// Where the operators run, after everything was timed. That the system does not tell is no failure.
    private func plan(_ job: Job, on units: ComputeUnits?) async -> Plan? {
        guard let engine = job.engine as? any CompilingEngine,
            let file = try? job.bundle.manifest.program(engine.name)
        else { return nil }
        var options = job.options
        options.computeUnits = units ?? options.computeUnits
        return try? await engine.plan(file, at: job.bundle.url(of: file), options: options)
    }
}

private struct Outcome {
    var measured: Measured?
    var status = ExitStatus.done
    var error: String?
}

/// What is true from the beginning of a run on.
private struct Begun {
    private let job: Job
    private let surroundings: any Surroundings
    private let began = nanoseconds()
    private let started = ISO8601DateFormatter().string(from: Date())
    private let interrupted: Int?
    private let start: Condition
    private let device: Device
    private let variant: Variant

    init(_ job: Job, _ surroundings: any Surroundings) async throws {
        self.job = job
        self.surroundings = surroundings
        interrupted = surroundings.interruptions()
        start = await surroundings.condition()
        device = surroundings.device()
        variant = try Variant(job)
    }

    func run(_ measuring: Measuring, _ outcome: Outcome, _ end: Condition) -> Run {
        var variant = variant
        variant.ranOn = measuring.ranOn
        let worst = [start.thermal, measuring.worst, end.thermal].compactMap { $0 }.max()
        return Run(
            id: newId(), session: job.session, started: started,
            seconds: rounded(milliseconds(since: began) / 1000), app: surroundings.app, device: device,
            conditions: Conditions(
                start: start, end: end, worst: worst, waitedSeconds: job.waitedSeconds,
                interruptions: surroundings.interruptions().map { $0 - (interrupted ?? 0) }),
            variant: variant, effort: job.effort, goldens: measuring.goldens, measured: outcome.measured,
            exitStatus: outcome.status, error: outcome.error)
    }
}

private let died =
    "the process ended while the program was loaded a second time; what was measured before that is here"

private func newId() -> String { UUID().uuidString.lowercased() }
