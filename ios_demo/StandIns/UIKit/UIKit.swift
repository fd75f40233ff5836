// Not Apple's SDK. The names and signatures of UIKit that this package uses, as Apple's documentation has
// them, so that its sources are type-checked where there is no Mac. Nothing here does anything.

@_exported import Foundation

func standIn() -> Never { fatalError("this is not UIKit") }

open class UIColor: NSObject, @unchecked Sendable {
    public class var systemGroupedBackground: UIColor { standIn() }
    public class var secondarySystemGroupedBackground: UIColor { standIn() }
}

@MainActor
open class UIResponder: NSObject {}

@MainActor
open class UIApplication: UIResponder {
    public class var shared: UIApplication { standIn() }
    public nonisolated class var willResignActiveNotification: Notification.Name { standIn() }
    open var isIdleTimerDisabled: Bool {
        get { standIn() }
        set {}
    }
}

@MainActor
open class UIDevice: NSObject {
    public enum BatteryState: Int, Sendable {
        case unknown, unplugged, charging, full
    }

    public class var current: UIDevice { standIn() }
    open var name: String { standIn() }
    open var systemName: String { standIn() }
    open var systemVersion: String { standIn() }
    open var isBatteryMonitoringEnabled: Bool {
        get { standIn() }
        set {}
    }
    open var batteryState: BatteryState { standIn() }
    open var batteryLevel: Float { standIn() }
}

open class UIPasteboard: NSObject, @unchecked Sendable {
    public class var general: UIPasteboard { standIn() }
    open var string: String? {
        get { standIn() }
        set {}
    }
}
