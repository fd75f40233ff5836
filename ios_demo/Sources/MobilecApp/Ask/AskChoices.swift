#if canImport(UIKit)
    import Foundation
    import MobilecScreens
    import SwiftUI

    /// The model and the engine, each with what else there is.
    struct AskChoices<Answer: Sendable>: View {
        let model: AskModel<Answer>
        let swap: @MainActor () -> Void

        private var state: AskState<Answer> { model.held.state }

        var body: some View {
            Flow {
                choice(.bundle, subjects.first { $0.id == state.subject?.id }?.title.text) {
                    ForEach(subjects) { choice in
                        Button(choice.title.text) { model.choose(subject: choice.id) }
                    }
                }
                if let turned = state.subject?.turned { swapButton(turned) }
                choice(.engine, state.offer?.title) {
                    ForEach(state.choices) { choice in
                        Button(title(choice)) { model.choose(engine: choice.offer.name) }
                            .disabled(choice.obstacle != nil)
                    }
                }
            }
        }

        private var subjects: [SubjectChoice] {
            titled(state.subjects ?? [], chosen: state.subject, spoken: spoken)
        }

        private var spoken: Locale { Locale(identifier: Phrase.spoken.text) }

        private func swapButton(_ turned: Subject) -> some View {
            Button(action: swap) {
                Image(systemName: "arrow.left.arrow.right")
                    .frame(minWidth: 44, minHeight: 44)
            }
            .accessibilityLabel(Said.filled(.swap, [languages(of: turned, spoken: spoken).text]).text)
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
