// Not Apple's SDK: see View.swift.

import UIKit

extension Color {
    nonisolated public init(uiColor: UIColor) { self.init("") }
}
