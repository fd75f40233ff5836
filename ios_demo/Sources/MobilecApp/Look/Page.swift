#if canImport(UIKit)
    import MobilecScreens
    import SwiftUI

    /// A screen of cards under a large title, as wide as can be read well.
    struct Page<Content: View>: View {
        let title: Phrase
        @ViewBuilder let content: () -> Content

        var body: some View {
            NavigationStack {
                ScrollView {
                    VStack(alignment: .leading, spacing: 16, content: content)
                        .frame(maxWidth: 640, alignment: .leading)
                        .padding()
                        .frame(maxWidth: .infinity)
                }
                .background(Palette.paper)
                .scrollDismissesKeyboard(.interactively)
                .navigationTitle(title.text)
            }
        }
    }

    extension View {
        /// On a card of its own.
        func card(_ background: Color = Palette.card) -> some View {
            padding()
                .frame(maxWidth: .infinity, alignment: .leading)
                .background(background, in: RoundedRectangle(cornerRadius: 16))
        }

        /// The one thing that a screen is there for.
        func primary() -> some View {
            buttonStyle(.borderedProminent)
                .buttonBorderShape(.capsule)
                .controlSize(.large)
                .foregroundStyle(Palette.onAccent)
        }
    }
#endif
