#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI
    import UIKit

    /// Type a text, read its translation and how long it took.
    struct TranslateScreen: View {
        let model: AskModel<Translated>

        private let words = AskWords(
            title: .tabTranslate, hint: .translateHint, input: .translateInput, ask: .translateDo)

        var body: some View {
            AskScreen(words: words, model: model, spoken: \.text, said: \.text) { answer in
                VStack(alignment: .leading, spacing: 8) {
                    Text(Phrase.translateResult)
                        .font(.subheadline)
                        .foregroundStyle(Palette.accent)
                        .accessibilityAddTraits(.isHeader)
                    Text(verbatim: answer.text)
                        .font(.title2)
                        .textSelection(.enabled)
                    if let notice = answer.notice {
                        Text(notice)
                            .font(.footnote)
                            .foregroundStyle(Palette.accent)
                    }
                    Text(answer.figures)
                        .font(.footnote)
                        .foregroundStyle(.secondary)
                    if let through = answer.through {
                        Text(through)
                            .font(.footnote)
                            .foregroundStyle(.secondary)
                    }
                    if let note = answer.note { Text(note).font(.footnote) }
                    Flow(spacing: 24) {
                        Button {
                            UIPasteboard.general.string = answer.text
                            announce(Phrase.copied.text)
                        } label: {
                            Label(Phrase.copy.text, systemImage: "doc.on.doc")
                        }
                        ShareLink(item: answer.text) {
                            Label(Phrase.share.text, systemImage: "square.and.arrow.up")
                        }
                    }
                }
            }
        }
    }
#endif
