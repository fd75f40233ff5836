#if canImport(UIKit)
    import SwiftUI
    import UIKit

    /// The colours that are not the system's; each has a light and a dark form in the app's assets.
    enum Palette {
        static let accent = Color("AccentColor")
        static let onAccent = Color("OnAccent")
        static let accentSoft = Color("AccentSoft")
        static let good = Color("Good")
        static let bad = Color("Bad")
        static let paper = Color(uiColor: .systemGroupedBackground)
        static let card = Color(uiColor: .secondarySystemGroupedBackground)
    }
#endif
