import Mobilec

/// Whoever started the run stopped it.
struct Cancelled: Error {}

/// One run of the protocol: docs/benchmarking.md, "One process". Its steps are those of
/// ``measured(compileMs:)``.
final class Measuring {
    private let job: Job
    private let surroundings: any Surroundings
    private let watcher: any Watcher
    private let keep: (Measuring) -> Void
    private var memory: MemoryWatch
    private var random: SeededNumbers
    private var asked: UInt64?
    private var looked = nanoseconds()
    private var said = ""

    /// Nil until they were checked.
    private(set) var goldens: Goldens?

    /// All but what the second load tells; nil until it is known.
    private(set) var soFar: Measured?

    /// The worst thermal status so far.
    private(set) var worst: Thermal?

    /// Where the program ran, as ``Program/units``.
    private(set) var ranOn: ComputeUnits?

    /// `keep`: called when ``soFar`` is there, before the program is loaded a second time, which some
    /// devices do not survive.
    init(
        _ job: Job, _ surroundings: any Surroundings, _ watcher: any Watcher,
        keep: @escaping (Measuring) -> Void
    ) {
        self.job = job
        self.surroundings = surroundings
        self.watcher = watcher
        self.keep = keep
        memory = MemoryWatch(surroundings.memory, alone: job.fresh)
        random = SeededNumbers(seed: job.session.seed)
    }

    /// `compileMs`: what the program took to be compiled just before, if it had to be.
    func measured(compileMs: Double?) throws -> Measured {
        try tell(.loading, 0)
        let (tokenizerMs, work) = try timed { try workload(job) }
        let texts = try timedTexts(try job.bundle.golden)
        let baseline = memory.look()
        let isFirst = try isFirstLoad()
        let loadMs = try timed(work.load).ms
        defer { work.close() }
        let loaded = memory.look()
        let told = try told(work, texts)
        ranOn = work.units
        work.close()
        var found = Measured(
            load: Load(
                coldMs: job.fresh && !isFirst ? [loadMs] : [], warmMs: nil, firstRunMs: told.firstRunMs,
                tokenizerMs: tokenizerMs, compileMs: compileMs.map(rounded),
                firstEverLoadMs: isFirst ? loadMs : nil, firstAnswerMs: told.firstAnswerMs),
            sentences: zip(texts, told.passes).map { Sentence($0, $1) },
            memory: Memory(
                baselineBytes: baseline.resident, loadedBytes: loaded.resident, peakBytes: told.peak,
                peakWithSwapBytes: memory.peakWithSwap, retainedBytes: nil,
                arenaBytes: try arena(), sampled: !job.fresh),
            sustained: told.minutes)
        soFar = found
        keep(self)
        found.load.warmMs = try timed(work.load).ms
        work.close()
        found.memory.retainedBytes = memory.look().resident
        return found
    }

    /// Ends the run where it was cancelled, and tells how far it is where that can be seen.
    func tell(_ step: Step, _ share: Double) throws {
        try goOn()
        let progress = Progressed(step: step, share: share)
        if progress.line != said { watcher.heard(progress) }
        said = progress.line
    }

    /// What is found out while the program is loaded.
    private struct Told {
        let firstRunMs: Double
        let firstAnswerMs: Double?
        let passes: [[Pass]]
        let minutes: [Minute]?
        let peak: Int?
    }

    private func told(_ work: any Workload, _ texts: [NamedText]) throws -> Told {
        let usual = texts.first { $0.name == middle }?.text ?? texts[0].text
        let firstRunMs = try timed { try work.run(usual) }.ms
        let firstAnswerMs = sinceStart()
        try tell(.goldens, 0)
        goldens = try work.goldens()
        let passes = try passes(work, texts)
        let minutes = try sustained(work, usual)
        _ = memory.look()
        return Told(
            firstRunMs: firstRunMs, firstAnswerMs: firstAnswerMs, passes: passes, minutes: minutes,
            peak: memory.peak)
    }

    /// What the process took so far, where it was started for this job.
    private func sinceStart() -> Double? {
        guard job.timesStart, let ms = surroundings.sinceStart() else { return nil }
        return rounded(max(0, ms - job.waitedSeconds * 1000))
    }

    private func isFirstLoad() throws -> Bool {
        let file = try job.bundle.manifest.program(job.engine.name)
        return job.engine.isFirstLoad(file, at: job.bundle.url(of: file), job.options)
    }

    /// Warm-ups, then rounds over the sentences until both bounds are reached: the passes of each.
    private func passes(_ work: any Workload, _ texts: [NamedText]) throws -> [[Pass]] {
        for (at, sentence) in texts.enumerated() {
            try tell(.warming, Double(at) / Double(texts.count))
            for _ in 0..<job.effort.warmups { _ = try run(work, sentence.text) }
        }
        var passes = texts.map { _ in [Pass]() }
        var spentMs = 0.0
        var rounds = 0
        var share = 0.0
        while share < 1 {
            for at in texts.indices.shuffled(using: &random) {
                let pass = try run(work, texts[at].text)
                passes[at].append(pass)
                spentMs += pass.totalMs
            }
            rounds += 1
            let enough = job.effort.seconds > 0 ? spentMs / 1000 / job.effort.seconds : 1
            share = min(Double(rounds) / Double(job.effort.runs), enough, 1)
            try tell(.timing, share)
        }
        _ = memory.look()
        return passes
    }

    /// One sentence without a pause, minute by minute.
    private func sustained(_ work: any Workload, _ text: String) throws -> [Minute]? {
        let minutes = job.effort.sustainedMinutes
        guard minutes > 0 else { return nil }
        var found: [Minute] = []
        let began = nanoseconds()
        func spent() -> Double { milliseconds(since: began) / 60_000 }
        while spent() < minutes {
            let until = min(spent() + 1, minutes)
            var samples: [Double] = []
            while samples.isEmpty || spent() < until {
                samples.append(rounded(try run(work, text).totalMs))
                try tell(.sustained, min(1, spent() / minutes))
            }
            let said = Statistics(samples)
            found.append(
                Minute(
                    minute: found.count, runs: said.count, medianMs: said.p50, p90Ms: said.p90,
                    thermal: surroundings.thermal()))
        }
        _ = memory.look()
        return found
    }

    private func run(_ work: any Workload, _ text: String) throws -> Pass {
        try goOn()
        let pass = try work.run(text)
        let now = nanoseconds()
        if asked.map({ milliseconds($0, now) > 1000 }) ?? true {
            asked = now
            worst = [worst, surroundings.thermal()].compactMap { $0 }.max()
        }
        // The system's own peak is of all that this process has had before: it is looked for instead.
        if !job.fresh, milliseconds(looked, now) > 100 {
            looked = now
            _ = memory.look()
        }
        return pass
    }

    /// Ends the run where whoever started it stopped it.
    private func goOn() throws {
        if watcher.cancelled || Task.isCancelled { throw Cancelled() }
    }

    /// Planned memory of all methods together, where every one is known.
    private func arena() throws -> Int? {
        let planned = try job.bundle.manifest.program(job.engine.name).methods.map(\.arenaBytes)
        let known = planned.compactMap { $0 }
        return known.count == planned.count ? known.reduce(0, +) : nil
    }
}

/// Numbers that follow from a seed (SplitMix64: Steele, Lea and Flood, 2014, figure 17).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) {
        state = UInt64(bitPattern: Int64(seed))
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
