#if canImport(SwiftUI)
    import Foundation
    import MobilecScreens
    import SwiftUI

    extension Phrase {
        /// In the person's language, from the app's string catalog.
        var text: String { NSLocalizedString(rawValue, comment: "") }

        /// With its places filled; numbers choose the plural.
        func text(_ values: any CVarArg...) -> String {
            String(format: text, locale: .current, arguments: values)
        }
    }

    extension Said {
        var text: String {
            switch self {
            case .phrase(let phrase): phrase.text
            case .words(let words): words
            }
        }
    }

    extension Text {
        init(_ phrase: Phrase) {
            self.init(verbatim: phrase.text)
        }
    }
#endif
