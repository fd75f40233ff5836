#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI

    /// The model and the engine, each with what else there is.
    struct AskChoices<Answer: Sendable>: View {
        let model: AskModel<Answer>

        private var state: AskState<Answer> { model.held.state }

        var body: some View {
            Flow {
                choice(.bundle, state.bundle?.title) {
                    ForEach(state.bundles ?? []) { bundle in
                        Button(bundle.title) { model.choose(bundle: bundle.id) }
                    }
                }
                choice(.engine, state.offer?.title) {
                    ForEach(state.choices) { choice in
                        Button(title(choice)) { model.choose(engine: choice.offer.name) }
                            .disabled(choice.obstacle != nil)
                    }
                }
            }
        }

        private func title(_ choice: EngineChoice) -> String {
            if choice.obstacle == nil { return choice.offer.title }
            return Said.filled(.notUsable, [choice.offer.title]).text
        }

        private func choice(
            _ what: Phrase, _ chosen: String?, @ViewBuilder items: () -> some View
        ) -> some View {
            let title = chosen ?? Phrase.nothing.text
            return Menu(content: items) {
                HStack {
                    Text(verbatim: title)
                    Image(systemName: "chevron.down").accessibilityHidden(true)
                }
            }
            .buttonStyle(.bordered)
            .buttonBorderShape(.capsule)
            .accessibilityLabel(what.text)
            .accessibilityValue(title)
        }
    }
#endif
