#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI

    /// Type a text, read its label and how sure the model is.
    struct ClassifyScreen: View {
        let model: AskModel<Labelled>

        private let words = AskWords(
            title: .tabClassify, hint: .classifyHint, input: .classifyInput, ask: .classifyDo)

        var body: some View {
            AskScreen(words: words, model: model, spoken: said) { answer in
                VStack(alignment: .leading, spacing: 12) {
                    Text(verbatim: answer.shares.first?.label ?? "")
                        .font(.title2)
                        .accessibilityAddTraits(.isHeader)
                    ForEach(answer.shown) { ShareBar(of: $0) }
                    Text(answer.figures)
                        .font(.footnote)
                        .foregroundStyle(.secondary)
                    if let note = answer.note { Text(note).font(.footnote) }
                }
            }
        }

        private func said(_ answer: Labelled) -> String {
            answer.shares.first?.spoken.text ?? ""
        }
    }

    /// A label with its share as a bar.
    private struct ShareBar: View {
        let of: LabelShare

        var body: some View {
            VStack(alignment: .leading, spacing: 4) {
                HStack {
                    Text(verbatim: of.label)
                    Spacer()
                    Text(Said.filled(.percent, [percent(of.share)])).monospacedDigit()
                }
                ProgressView(value: of.share)
            }
            .accessibilityElement(children: .ignore)
            .accessibilityLabel(of.spoken.text)
        }
    }
#endif
