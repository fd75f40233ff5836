import Foundation
import Mobilec

/// Measures what the app's arguments ask for, without a screen, and tells a computer by the lines that it
/// says: `mobilec progress {...}`, and at the end `mobilec finished STATUS FILE`, when that file is there.
public struct Automation: Sendable {
    /// The folder of a bundle by its name; refuses one that is not there.
    public typealias Find = @Sendable (_ name: String) throws -> URL

    private let find: Find
    private let engines: [any Engine]
    private let surroundings: any Surroundings
    private let runs: URL
    private let say: @Sendable (String) -> Void

    /// `runs`: where results go. `say`: takes one line, whole.
    public init(
        find: @escaping Find, engines: [any Engine], surroundings: any Surroundings, runs: URL,
        say: @escaping @Sendable (String) -> Void
    ) {
        self.find = find
        self.engines = engines
        self.surroundings = surroundings
        self.runs = runs
        self.say = say
    }

    /// How the process should end. `arguments`: those behind the program's own name.
    public func run(_ arguments: [String]) async -> ExitStatus {
        var output = Asked.output(of: arguments)
        var status = ExitStatus.failed
        do {
            let asked = try Asked(arguments: arguments)
            output = asked.output
            let voice = Voice(say: say)
            var job = try job(asked)
            job.waitedSeconds = try await cooled(surroundings, atMost: asked.waitCoolSeconds) { share in
                voice.heard(Progressed(step: .cooling, share: share))
            }
            let file = runs.appendingPathComponent(output)
            let run = try await benchmark(job, surroundings, voice, to: file)
            if let error = run.error { tell("failed \(error)") }
            status = run.exitStatus
        } catch {
            // There is no run to write where not even the bundle could be opened.
            tell("failed \((error as? Refused)?.message ?? "\(error)")")
        }
        tell("finished \(status.rawValue) \(output)")
        return status
    }

    private func job(_ asked: Asked) throws -> Job {
        guard let engine = engines.first(where: { $0.name == asked.engine }) else {
            let names = engines.map(\.name).joined(separator: ", ")
            throw Refused("no engine of this app is called \"\(asked.engine)\"; there are \(names)")
        }
        guard engine.setting == .computeUnits || asked.options.computeUnits == .all else {
            throw Refused("--compute-units is for coreml; \(engine.name) takes --threads")
        }
        return Job(
            bundle: try Mobilec.Bundle(opening: try find(asked.bundle)), engine: engine,
            options: asked.options, effort: asked.effort, session: .alone(seed: asked.seed),
            timesStart: true)
    }

    private func tell(_ line: String) {
        say("mobilec \(line.split(whereSeparator: \.isNewline).joined(separator: " "))")
    }
}

/// Says how far a run is. A computer stops one by ending the process.
private struct Voice: Watcher {
    let say: @Sendable (String) -> Void
    let cancelled = false

    func heard(_ progress: Progressed) { say("mobilec \(progress.line)") }
}
