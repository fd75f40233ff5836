#if canImport(CoreML)
    import Foundation
    import Mobilec

    /// The bundles of `make ios-bundles`, in the repository that these tests were built in.
    enum Shipped {
        static func folder(_ name: String) throws -> URL {
            let named = ProcessInfo.processInfo.environment["MOBILEC_IOS_BUNDLES"]
            let repository = URL(fileURLWithPath: #filePath)
                .deletingLastPathComponent()  // CoreMLTests
                .deletingLastPathComponent()  // Tests
                .deletingLastPathComponent()  // ios_demo
                .deletingLastPathComponent()
            let bundles =
                named.map { URL(fileURLWithPath: $0) } ?? repository.appendingPathComponent("build/ios")
            let folder = bundles.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: folder.path) else {
                throw Refused("\(folder.path) is not there: make ios-bundles")
            }
            return folder
        }
    }
#endif
