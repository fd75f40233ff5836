#if canImport(UIKit)
    import Mobilec
    import MobilecBenchmark
    import MobilecScreens
    import SwiftUI
    import UIKit

    /// What stands on the screen while a computer measures. Nothing on it moves: what is drawn is paid for by
    /// what is measured.
    struct StillScreen: View {
        var body: some View {
            Text(Phrase.benchAutomated)
                .font(.title3)
                .multilineTextAlignment(.center)
                .padding()
                .frame(maxWidth: .infinity, maxHeight: .infinity)
                .background(Palette.paper)
        }
    }

    /// The same, and measures.
    struct MeasuringScreen: View {
        let measure: @MainActor () async -> ExitStatus

        var body: some View {
            StillScreen()
                .task {
                    UIApplication.shared.isIdleTimerDisabled = true
                    let status = await measure()
                    // The computer waits for the end of the process.
                    exit(Int32(status.rawValue))
                }
        }
    }
#endif
