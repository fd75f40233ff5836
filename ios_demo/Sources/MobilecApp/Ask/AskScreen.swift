#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI

    /// What a screen that asks is called, and what stands in it.
    struct AskWords {
        let title: Phrase
        let hint: Phrase
        let input: Phrase
        let ask: Phrase
        /// Of the second text, on a screen that may ask for two.
        var pairHint: Phrase = .classifyPairHint
        var pairInput: Phrase = .classifyPairInput
    }

    /// A text (or two, where the model labels pairs), a button and an answer; `result` shows what is the
    /// screen's own, `spoken` says it.
    struct AskScreen<Answer: Sendable, Result: View>: View {
        let words: AskWords
        let model: AskModel<Answer>
        let spoken: (Answer) -> String
        /// Of an answer, what the way back is asked next.
        var said: (Answer) -> String? = { _ in nil }
        @ViewBuilder let result: (Answer) -> Result

        @State private var text = ""
        @State private var pair = ""
        @FocusState private var typing: Bool

        private var state: AskState<Answer> { model.held.state }

        var body: some View {
            Page(title: words.title) {
                AskChoices(model: model, swap: swap)
                input
                if let busy { BusyNotice(what: busy, cancel: cancel) }
                if let problem = state.problem { ProblemCard(problem: problem) }
                if let warning = state.warning { WarningCard(warning: warning) }
                if let answer = state.answer {
                    result(answer).card(Palette.accentSoft)
                }
                examples
            }
            .onAppear { model.prepare() }
            .onChange(of: state.busy) { _, busy in
                if busy == nil, let answer = state.answer { announce(spoken(answer)) }
            }
        }

        private var busy: Phrase? { state.subjects == nil ? .loadingBundles : state.busy }

        /// Out of an answer, not out of the preparations for one.
        private var cancel: (@MainActor () -> Void)? {
            state.busy == .working ? { @MainActor in model.cancel() } : nil
        }

        private var input: some View {
            VStack(alignment: .trailing, spacing: 12) {
                HStack(alignment: .top) {
                    field(words.hint, words.input, $text).focused($typing)
                    if !text.isEmpty || !pair.isEmpty { clear }
                }
                if state.wantsPair { field(words.pairHint, words.pairInput, $pair) }
                Button(words.ask.text) { ask() }
                    .primary()
                    .disabled(!state.canAsk(text, pair: pair))
            }
            .card()
        }

        private func field(_ hint: Phrase, _ input: Phrase, _ typed: Binding<String>) -> some View {
            TextField(hint.text, text: typed, axis: .vertical)
                .lineLimit(3...)
                .font(.title3)
                .accessibilityLabel(input.text)
        }

        private var clear: some View {
            Button {
                text = ""
                pair = ""
                typing = true
            } label: {
                Image(systemName: "xmark.circle.fill")
                    .foregroundStyle(.secondary)
                    .frame(minWidth: 44, minHeight: 44)
            }
            .accessibilityLabel(Phrase.clear.text)
        }

        @ViewBuilder private var examples: some View {
            if !state.examples.isEmpty {
                Text(Phrase.examples)
                    .font(.subheadline)
                    .foregroundStyle(.secondary)
                    .accessibilityAddTraits(.isHeader)
                Flow {
                    ForEach(state.examples, id: \.self) { example in
                        Button(example.title) {
                            text = example.text
                            pair = example.pair ?? ""
                            ask()
                        }
                        .buttonStyle(.bordered)
                        .buttonBorderShape(.capsule)
                    }
                }
            }
        }

        private func swap() {
            if let answer = state.answer, let next = said(answer) { text = next }
            model.swap()
        }

        private func ask() {
            typing = false
            model.ask(text, pair: pair)
        }
    }
#endif
