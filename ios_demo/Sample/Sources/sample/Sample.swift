import Foundation
import MobilecCoreML

/// Translates or classifies a text by a bundle: sample BUNDLE TEXT
@main
struct Sample {
    static func main() async throws {
        let words = CommandLine.arguments
        guard words.count == 3 else { return print("sample BUNDLE TEXT") }
        let bundle = try Mobilec.Bundle(opening: URL(fileURLWithPath: words[1]))
        let caches = FileManager.default.urls(for: .cachesDirectory, in: .userDomainMask)[0]
        let model = Model(bundle, engine: CoreMLEngine(caches: caches))
        switch bundle.manifest.task {
        case BundleTask.translation: print(try await model.translate(words[2]).text)
        default: print(try await model.classify(words[2]).label)
        }
    }
}
