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
public func benchmark(_ job: Job, _ surroundings: any Surroundings, _ watcher: any Watcher) async throws
    -> Run
{
    try await Bench().run(job, surroundings, watcher)
}

/// Owns the program that is measured; nothing else touches it.
private actor Bench {
    private let thread = SerialThread("dev.mobilec.benchmark")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    func run(_ job: Job, _ surroundings: any Surroundings, _ watcher: any Watcher) async throws -> Run {
        let began = nanoseconds()
        let started = ISO8601DateFormatter().string(from: Date())
        let interrupted = surroundings.interruptions()
        let start = await surroundings.condition()
        let device = surroundings.device()
        var variant = try Variant(job)
        let measuring = Measuring(job, surroundings, watcher)
        let outcome = await outcome(of: measuring, job)
        variant.ranOn = measuring.ranOn
        if outcome.measured != nil { variant.plan = await plan(job, on: measuring.ranOn) }
        let end = await surroundings.condition()
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

    private struct Outcome {
        var measured: Measured?
        var status = ExitStatus.done
        var error: String?
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
            return Outcome(status: .failed, error: refused.message)
        } catch {
            return Outcome(status: .failed, error: "\(type(of: error)): \(error.localizedDescription)")
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

private func newId() -> String { UUID().uuidString.lowercased() }
