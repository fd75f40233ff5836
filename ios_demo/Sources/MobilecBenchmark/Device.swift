/// What measures, and how it was built: "release" or "debug".
public struct AppBuild: Sendable, Equatable {
    public let name: String
    public let version: String
    public let commit: String
    public let buildType: String

    public init(name: String, version: String, commit: String, buildType: String) {
        self.name = name
        self.version = version
        self.commit = commit
        self.buildType = buildType
    }
}

/// Where it runs. Bytes; nil is what the system does not say.
public struct Device: Sendable, Equatable {
    public enum Kind: String, Sendable {
        case phone, emulator, host
    }

    public var kind: Kind
    public var manufacturer: String?
    /// The model code, such as iPhone17,1.
    public var model: String?
    public var name: String?
    public var soc: String?
    public var cores: Int
    /// What the processor offers for int8 and float16, by Linux's names.
    public var features: [String]
    public var memoryBytes: Int?
    public var availableBytes: Int?
    public var os: String
    public var osVersion: String
    public var abi: String

    public init(
        kind: Kind, manufacturer: String? = nil, model: String? = nil, name: String? = nil,
        soc: String? = nil, cores: Int, features: [String] = [], memoryBytes: Int? = nil,
        availableBytes: Int? = nil, os: String, osVersion: String, abi: String
    ) {
        self.kind = kind
        self.manufacturer = manufacturer
        self.model = model
        self.name = name
        self.soc = soc
        self.cores = cores
        self.features = features
        self.memoryBytes = memoryBytes
        self.availableBytes = availableBytes
        self.os = os
        self.osVersion = osVersion
        self.abi = abi
    }
}

/// How hot a device is, in Android's words and their order. Of iOS nominal is ``none``, fair is
/// ``light``, serious is ``severe``.
public enum Thermal: String, Sendable, CaseIterable, Comparable {
    case none, light, moderate, severe, critical, emergency, shutdown

    public static func < (one: Thermal, other: Thermal) -> Bool {
        rank(one) < rank(other)
    }

    private static func rank(_ thermal: Thermal) -> Int { allCases.firstIndex(of: thermal) ?? 0 }
}

/// How a device is at a moment; nil is what the system does not say.
public struct Condition: Sendable, Equatable {
    public var batteryPercent: Double?
    public var plugged: Bool?
    public var powerSave: Bool?
    public var thermal: Thermal?
    public var loadAverage: Double?

    public init(
        batteryPercent: Double? = nil, plugged: Bool? = nil, powerSave: Bool? = nil,
        thermal: Thermal? = nil, loadAverage: Double? = nil
    ) {
        self.batteryPercent = batteryPercent
        self.plugged = plugged
        self.powerSave = powerSave
        self.thermal = thermal
        self.loadAverage = loadAverage
    }
}
