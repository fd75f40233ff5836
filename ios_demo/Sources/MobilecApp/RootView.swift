#if canImport(UIKit)
    import Mobilec
    import MobilecBenchmark
    import MobilecScreens
    import SwiftUI

    /// The four screens and the tabs between them.
    struct RootView: View {
        enum Tab: Hashable {
            case translate, classify, benchmark, about
        }

        let parts: Parts
        let app: AppBuild
        let device: Device

        @State private var tab = Tab.translate
        @Environment(\.scenePhase) private var phase

        var body: some View {
            TabView(selection: $tab) {
                TranslateScreen(model: parts.translate)
                    .tabItem { Label(Phrase.tabTranslate.text, systemImage: "character.bubble") }
                    .tag(Tab.translate)
                ClassifyScreen(model: parts.classify)
                    .tabItem { Label(Phrase.tabClassify.text, systemImage: "list.bullet.indent") }
                    .tag(Tab.classify)
                BenchmarkScreen(model: parts.benchmark)
                    .tabItem { Label(Phrase.tabBenchmark.text, systemImage: "gauge.with.needle") }
                    .tag(Tab.benchmark)
                AboutScreen(library: parts.library, app: app, device: device)
                    .tabItem { Label(Phrase.tabAbout.text, systemImage: "info.circle") }
                    .tag(Tab.about)
            }
            .tint(Palette.accent)
            .task(id: phase) {
                // A bundle may have been copied into the app's folder meanwhile.
                if phase == .active { await parts.library.look() }
            }
        }
    }
#endif
