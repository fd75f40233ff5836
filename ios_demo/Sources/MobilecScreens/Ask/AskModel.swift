import Mobilec
import Foundation

/// Puts a text to a bundle of one task through an engine, or to two translators as one. Everything slow happens in what it is given.
@MainActor
public final class AskModel<Answer: Sendable> {
    /// ``answer``: nil where nothing was asked.
    public struct Asked: Sendable {
        public let examples: [Question]
        public let answer: Answer?

        public init(examples: [Question], answer: Answer?) {
            self.examples = examples
            self.answer = answer
        }
    }

    /// Loads what it needs; nil for a question only loads.
    public typealias Ask = @Sendable (Subject, Offer, Question?) async throws -> Asked

    /// Whether the device loads it for the first time ever.
    public typealias IsFirst = @Sendable (Subject, Offer) async -> Bool

    /// Whether what was loaded answers as it should on this device; nil where nobody can tell now.
    public typealias Check = @Sendable (Subject, Offer) async throws -> Bool?

    /// An engine that answered in place of one that failed, and what is said of that.
    private struct Instead {
        let offer: Offer
        let failed: Problem
    }

    public let held = Held(AskState<Answer>())
    private let nothing: Phrase
    private let ask: Ask
    private let isFirst: IsFirst
    private let check: Check
    private var wanted = false
    private var prepared: (subject: Subject?, offer: String?)?
    private var task: Task<Void, Never>?
    private var checking: Task<Void, Never>?

    /// `nothing`: what is said where no bundle is of the task.
    public init(
        task: String, library: Library, nothing: Phrase, ask: @escaping Ask,
        isFirst: @escaping IsFirst = { _, _ in false }, check: @escaping Check = { _, _ in nil }
    ) {
        self.nothing = nothing
        self.ask = ask
        self.isFirst = isFirst
        self.check = check
        library.held.watch { [weak self] in self?.show($0, of: task) }
    }

    /// Loads what is chosen where that is new, so that the first answer does not wait for it.
    public func prepare() {
        wanted = true
        let state = held.state
        let chosen = (subject: state.subject, offer: state.offer?.name)
        if let prepared, prepared == chosen { return }
        guard state.subjects != nil else { return }
        prepared = chosen
        held.change { $0.warning = nil }
        run(nil)
    }

    public func choose(subject id: String) {
        change { $0.subject = found($0.subjects ?? [], id) }
    }

    /// Chooses the way back; nothing where there is none.
    public func swap() {
        guard let turned = held.state.subject?.turned else { return }
        change { $0.subject = turned }
    }

    public func choose(engine name: String) {
        change { state in state.offer = state.offers.first { $0.name == name } }
    }

    /// Asks for the answer to a text, and where the model labels pairs to the text beside it; what is still
    /// under way is cancelled.
    public func ask(_ text: String, pair: String = "") {
        func trimmed(_ text: String) -> String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
        run(Question(trimmed(text), pair: held.state.wantsPair ? trimmed(pair) : nil))
    }

    /// Ends what is under way; the screen is ready for the next text.
    public func cancel() {
        task?.cancel()
        task = nil
        held.change { $0.busy = nil }
    }

    /// Waits until nothing is under way.
    func settled() async {
        await task?.value
        await checking?.value
    }

    private func show(_ shelf: Shelf, of task: String) {
        held.change { state in
            let ofTask = shelf.bundles?.filter { $0.manifest == nil || $0.manifest?.task == task }
            state.subjects = ofTask.map { subjects(task, $0) }
            state.offers = shelf.offers
            state.subject = state.subjects.flatMap { remaining($0, chosen: state.subject) }
            state.offer = usable(state.subject, shelf.offers, chosen: state.offer)
        }
        if wanted { prepare() }
    }

    private func change(_ next: (inout AskState<Answer>) -> Void) {
        held.change { state in
            let before = state.subject
            next(&state)
            if state.subject?.id != before?.id {
                state.offer = usable(state.subject, state.offers, chosen: state.offer)
                state.examples = []
            }
            state.answer = nil
            state.problem = nil
        }
        prepare()
    }

    private func run(_ question: Question?) {
        task?.cancel()
        checking?.cancel()
        task = nil
        let state = held.state
        guard let subject = state.subject, subject.problem == nil, let offer = state.offer else {
            held.change { shown in
                shown.busy = nil
                shown.answer = nil
                shown.problem = missing(state)
            }
            return
        }
        held.change { shown in
            shown.busy = question == nil ? .preparing : .working
            shown.problem = nil
            shown.answer = nil
        }
        task = Task { [weak self] in
            let outcome: Result<(Asked, Instead?), any Error>
            do {
                guard let answered = try await self?.answered(subject, state, question) else { return }
                outcome = .success(answered)
            } catch {
                outcome = .failure(error)
            }
            // A task that was cancelled belongs to no one: another one shows its own outcome.
            if !Task.isCancelled {
                self?.show(outcome)
                if case .success((_, let instead)) = outcome {
                    self?.checkAnswers(of: subject, on: instead?.offer ?? offer)
                }
            }
        }
    }

    /// What the chosen engine gives, or where that fails on this device another that can run the bundle.
    private func answered(
        _ subject: Subject, _ state: AskState<Answer>, _ question: Question?
    ) async throws -> (Asked, Instead?) {
        guard let chosen = state.offer else { throw CancellationError() }
        do {
            return (try await put(question, to: subject, on: chosen), nil)
        } catch let refused as Refused where refused.ofEngine {
            let others = state.offers.filter { $0.name != chosen.name }
            guard let other = usable(subject, others, chosen: nil) else { throw refused }
            let failed = Problem(
                title: .problemFallback, detail: .words(refused.message), advice: .adviceFallback)
            return (
                try await put(question, to: subject, on: other), Instead(offer: other, failed: failed)
            )
        }
    }

    private func put(
        _ question: Question?, to subject: Subject, on offer: Offer
    ) async throws -> Asked {
        if await isFirst(subject, offer), !Task.isCancelled {
            held.change { $0.busy = .preparingOnce }
        }
        return try await ask(subject, offer, question)
    }

    /// In the background, behind what was just shown; the next text does not wait for it.
    private func checkAnswers(of subject: Subject, on offer: Offer) {
        checking = Task { [check, weak self] in
            let right = try? await check(subject, offer)
            guard !Task.isCancelled, let self, right == false else { return }
            held.change { $0.warning = .filled(.goldensWrong, [offer.title]) }
        }
    }

    private func show(_ outcome: Result<(Asked, Instead?), any Error>) {
        if case .success((_, let instead?)) = outcome {
            prepared = (subject: held.state.subject, offer: instead.offer.name)
        }
        held.change { state in
            state.busy = nil
            switch outcome {
            case .success((let asked, let instead)):
                state.answer = asked.answer
                state.examples = asked.examples
                state.offer = instead?.offer ?? state.offer
                state.problem = instead?.failed
            case .failure(let error):
                state.problem = Problem(error)
            }
        }
    }

    private func missing(_ state: AskState<Answer>) -> Problem {
        guard let subject = state.subject else {
            return Problem(title: .problemRefused, detail: .phrase(nothing), advice: .adviceNone)
        }
        if let problem = subject.problem {
            return Problem(title: .problemRefused, detail: .words(problem), advice: .adviceRefused)
        }
        let why = state.offers.compactMap { obstacle(subject, $0) }
        return Problem(title: .problemLibrary, detail: .paragraphs(why), advice: .adviceEngines)
    }
}
