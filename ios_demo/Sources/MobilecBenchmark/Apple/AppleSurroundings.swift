#if canImport(Darwin)
    import Darwin
    import Foundation

    /// What the system says of its battery.
    public struct Battery: Sendable, Equatable {
        public let percent: Double?
        public let plugged: Bool?

        public init(percent: Double?, plugged: Bool?) {
            self.percent = percent
            self.plugged = plugged
        }
    }

    /// What the benchmark asks of an iPhone, an iPad or a Mac.
    public struct AppleSurroundings: Surroundings {
        public let app: AppBuild
        public let memory: any MemorySource = Footprint()
        private let battery: @Sendable () async -> Battery
        private let lost: Interruptions?

        /// `battery`: asks for it where that may be asked, which for UIDevice is the main actor. `lost`: of the
        /// foreground, where there is one.
        public init(
            app: AppBuild, lost: Interruptions? = nil, battery: @escaping @Sendable () async -> Battery
        ) {
            self.app = app
            self.lost = lost
            self.battery = battery
        }

        public func interruptions() -> Int? { lost?.count }

        public func sinceStart() -> Double? { millisecondsOfProcess() }

        public func device() -> Device { .apple() }

        /// An app may not read the load average.
        public func condition() async -> Condition {
            let battery = await battery()
            return Condition(
                batteryPercent: battery.percent, plugged: battery.plugged,
                powerSave: ProcessInfo.processInfo.isLowPowerModeEnabled, thermal: thermal())
        }

        public func thermal() -> Thermal? {
            switch ProcessInfo.processInfo.thermalState {
            case .nominal: Thermal.none
            case .fair: .light
            case .serious: .severe
            case .critical: .critical
            @unknown default: nil
            }
        }
    }
#endif
