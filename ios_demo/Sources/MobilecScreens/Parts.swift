import Mobilec
import Foundation
import MobilecBenchmark

/// What the app is made of. It outlives every screen, so that turning the phone loses nothing.
@MainActor
public final class Parts {
    public let library: Library
    public let translate: AskModel<Translated>
    public let classify: AskModel<Labelled>
    public let benchmark: BenchmarkModel

    public init(home: Home, engines: [any Engine], surroundings: any Surroundings) {
        let queue = WorkQueue()
        let loaded = LoadedModel()
        let ask = AskEngine(
            queue: queue, loaded: loaded, checked: home.checked, system: surroundings.device().osVersion)
        library = Library(folders: home.bundles) { offers(of: engines) }
        translate = AskModel(
            task: BundleTask.translation, library: library, nothing: .noTranslator, ask: ask.translate,
            isFirst: ask.isFirst, check: ask.answersRight)
        classify = AskModel(
            task: BundleTask.classification, library: library, nothing: .noClassifier, ask: ask.classify,
            isFirst: ask.isFirst, check: ask.answersRight)
        let bench = Bench(queue: queue, loaded: loaded, runs: home.runs, surroundings: surroundings)
        benchmark = BenchmarkModel(library: library, measure: bench.measure)
    }
}
