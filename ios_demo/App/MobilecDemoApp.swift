import MobilecApp
import SwiftUI

@main
struct MobilecDemoApp: App {
    var body: some Scene {
        WindowGroup { AppContent() }
    }
}
