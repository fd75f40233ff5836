#if canImport(Darwin)
    import Darwin
    import Foundation

    extension Device {
        /// Asks the system what this device is; memory is what it answers now.
        public static func apple() -> Device {
            let simulated = ProcessInfo.processInfo.environment["SIMULATOR_MODEL_IDENTIFIER"]
            let model = simulated ?? machine()
            return Device(
                kind: kindOfDevice(simulated: simulated != nil),
                manufacturer: "Apple",
                model: model,
                soc: systemText("machdep.cpu.brand_string"),
                cores: ProcessInfo.processInfo.processorCount,
                features: processorFeatures(),
                memoryBytes: Int(clamping: ProcessInfo.processInfo.physicalMemory),
                availableBytes: Footprint.available(),
                os: system(of: model),
                osVersion: systemVersion(),
                abi: architecture)
        }
    }

    /// By Linux's names, what Apple's processors say of themselves.
    private let told = [
        "FEAT_DotProd": "asimddp", "FEAT_I8MM": "i8mm", "FEAT_FP16": "asimdhp", "FEAT_BF16": "bf16",
        "FEAT_LSE": "atomics", "FEAT_SME": "sme", "FEAT_SME2": "sme2",
    ]

    private func processorFeatures() -> [String] {
        told.filter { systemFlag("hw.optional.arm.\($0.key)") }.map(\.value).sorted()
    }

    #if arch(arm64)
        private let architecture = "arm64"
    #else
        private let architecture = "x86_64"
    #endif

    private func kindOfDevice(simulated: Bool) -> Device.Kind {
        #if os(iOS)
            return simulated ? .emulator : .phone
        #else
            return .host
        #endif
    }

    private func system(of model: String) -> String {
        #if os(iOS)
            return model.hasPrefix("iPad") ? "iPadOS" : "iOS"
        #else
            return "macOS"
        #endif
    }

    /// Such as 18.1 (22B83).
    private func systemVersion() -> String {
        let version = ProcessInfo.processInfo.operatingSystemVersion
        let patch = version.patchVersion > 0 ? ".\(version.patchVersion)" : ""
        let build = systemText("kern.osversion").map { " (\($0))" } ?? ""
        return "\(version.majorVersion).\(version.minorVersion)\(patch)\(build)"
    }

    /// The model code, such as iPhone17,1.
    private func machine() -> String {
        var system = utsname()
        uname(&system)
        return withUnsafeBytes(of: &system.machine) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }

    /// A value of the system as a text, or nil where there is none.
    private func systemText(_ name: String) -> String? {
        var size = 0
        guard sysctlbyname(name, nil, &size, nil, 0) == 0, size > 1 else { return nil }
        var bytes = [UInt8](repeating: 0, count: size)
        guard sysctlbyname(name, &bytes, &size, nil, 0) == 0 else { return nil }
        let text = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        return text.isEmpty ? nil : text
    }

    private func systemFlag(_ name: String) -> Bool {
        var flag: Int32 = 0
        var size = MemoryLayout<Int32>.size
        return sysctlbyname(name, &flag, &size, nil, 0) == 0 && flag != 0
    }
#endif
