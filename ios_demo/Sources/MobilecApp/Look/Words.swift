#if canImport(UIKit)
    import Foundation
    import MobilecScreens
    import SwiftUI

    extension Phrase {
        /// In the person's language, from the app's string catalog.
        var text: String { NSLocalizedString(rawValue, comment: "") }
    }

    extension Said {
        /// In the person's language.
        var text: String {
            switch self {
            case .phrase(let phrase): phrase.text
            case .filled(let phrase, let values): fill(phrase.text, values)
            case .counted(let phrase, let number):
                String.localizedStringWithFormat(phrase.text, number)
            case .words(let words): words
            case .paragraphs(let parts): parts.map(\.text).joined(separator: "\n\n")
            }
        }
    }

    extension Array<Said> {
        /// One after the other on a line.
        var text: String { map(\.text).joined(separator: " · ") }
    }

    extension Text {
        init(_ phrase: Phrase) {
            self.init(verbatim: phrase.text)
        }

        init(_ said: Said) {
            self.init(verbatim: said.text)
        }
    }
#endif
