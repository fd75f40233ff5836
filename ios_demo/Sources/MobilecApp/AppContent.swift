#if canImport(UIKit) && canImport(Darwin)
    import Mobilec
    import MobilecBenchmark
    import MobilecCoreML
    import MobilecExecuTorch
    import Foundation
    import MobilecScreens
    import SwiftUI
    import UIKit

    /// All of the app: its screens, a measurement where its arguments ask for one, or nothing that loads a
    /// model where tests measure in its process.
    public struct AppContent: View {
        @State private var parts = Parts(home: home, engines: engines, surroundings: surroundings)

        private let arguments = Array(CommandLine.arguments.dropFirst())

        public init() {}

        public var body: some View {
            if Asked.wanted(in: arguments) {
                MeasuringScreen { await automation.run(arguments) }
            } else if hostsTests() {
                StillScreen()
            } else {
                RootView(parts: parts, app: surroundings.app, device: surroundings.device())
                    .onAppear(perform: home.open)
            }
        }

        private var automation: Automation {
            Automation(
                find: { try home.bundles.named($0).folder }, engines: engines, surroundings: surroundings,
                runs: home.runs
            ) { line in
                // Not print, which keeps lines back where no one looks at a terminal.
                FileHandle.standardOutput.write(Data("\(line)\n".utf8))
            }
        }
    }

    private func folder(_ purpose: FileManager.SearchPathDirectory) -> URL {
        FileManager.default.urls(for: purpose, in: .userDomainMask)[0]
    }

    private let home = Home(
        resources: Foundation.Bundle.main.resourceURL ?? Foundation.Bundle.main.bundleURL,
        documents: folder(.documentDirectory), caches: folder(.cachesDirectory))

    private let engines: [any Engine] = [CoreMLEngine(caches: folder(.cachesDirectory)), ExecuTorchEngine()]

    private let surroundings = AppleSurroundings(
        app: .of(.main), lost: Interruptions(of: UIApplication.willResignActiveNotification),
        battery: battery)

    @MainActor
    private func battery() -> Battery {
        let device = UIDevice.current
        device.isBatteryMonitoringEnabled = true
        let state = device.batteryState
        guard state != .unknown else { return Battery(percent: nil, plugged: nil) }
        return Battery(percent: Double(device.batteryLevel) * 100, plugged: state != .unplugged)
    }
#endif
