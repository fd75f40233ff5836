import Mobilec
import Foundation

/// What went wrong, what is true, and what a person can do.
public struct Problem: Equatable, Sendable {
    public let title: Phrase
    public let detail: Said
    public let advice: Phrase

    public init(title: Phrase, detail: Said, advice: Phrase) {
        self.title = title
        self.detail = detail
        self.advice = advice
    }

    /// What a person is told of an error.
    public init(_ error: any Error) {
        if let refused = error as? Refused {
            let (title, advice): (Phrase, Phrase) =
                refused.ofEngine ? (.problemLibrary, .adviceLibrary) : (.problemRefused, .adviceRefused)
            self.init(title: title, detail: .words(refused.message), advice: advice)
            return
        }
        let (title, advice) = Self.kind(error as NSError)
        self.init(title: title, detail: .words(Self.said(error)), advice: advice)
    }

    private static func kind(_ error: NSError) -> (title: Phrase, advice: Phrase) {
        if error.domain == NSPOSIXErrorDomain, error.code == Int(ENOMEM) {
            return (.problemMemory, .adviceMemory)
        }
        if error.domain == NSPOSIXErrorDomain || fileErrors(error) {
            return (.problemStorage, .adviceStorage)
        }
        return (.problemUnexpected, .adviceUnexpected)
    }

    /// Cocoa's codes of errors with files lie in two ranges: reading, and writing.
    private static func fileErrors(_ error: NSError) -> Bool {
        error.domain == NSCocoaErrorDomain && (0..<1024).contains(error.code)
    }

    /// The type of an error and its words: the words alone are often "The operation couldn't be completed".
    private static func said(_ error: any Error) -> String {
        let told = error as NSError
        return "\(told.domain) \(told.code): \(told.localizedDescription)"
    }
}
