import Mobilec
import Foundation
import MobilecBenchmark

extension AppBuild {
    /// The app that `main` is the bundle of. Of which commit it is, no build tells.
    public static func of(_ main: Foundation.Bundle) -> AppBuild {
        let version = main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String
        #if DEBUG
            let type = "debug"
        #else
            let type = "release"
        #endif
        return AppBuild(
            name: main.bundleIdentifier ?? "", version: version ?? "", commit: "", buildType: type)
    }
}

/// Whether the process is there for tests that run in it. The screens then load nothing: a model of theirs
/// would be measured along, and ExecuTorch has one number of threads in a process.
public func hostsTests(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
) -> Bool {
    ["XCTestConfigurationFilePath", "XCTestBundlePath"].contains { environment[$0] != nil }
}
