import Mobilec

/// What a computer asks for with the arguments of the app.
public struct Asked: Sendable, Equatable {
    /// The folder name of a bundle, in the app or beside it.
    public var bundle: String
    public var engine: String
    public var options: EngineOptions
    public var effort: Effort
    public var seed: Int
    /// How long the device may take to cool down first; 0 waits for nothing.
    public var waitCoolSeconds: Double
    /// The name of the result in the folder of runs.
    public var output: String

    /// Whether an app that was started with these arguments measures instead of showing its screens.
    public static func wanted(in arguments: [String]) -> Bool { arguments.contains(mode) }

    /// Reads the arguments behind the program's own name; what is missing has the protocol's value, but for bundle, engine and output.
    public init(arguments: [String]) throws {
        let given = try Given(arguments)
        bundle = try given.folder("--bundle")
        engine = try given.text("--engine")
        options = EngineOptions(
            threads: try given.whole("--threads", 1, least: 1), computeUnits: try given.computeUnits())
        let usual = Effort()
        effort = Effort(
            warmups: try given.whole("--warmups", usual.warmups, least: 0),
            runs: try given.whole("--runs", usual.runs, least: 1),
            seconds: try given.amount("--seconds", usual.seconds),
            sustainedMinutes: try given.amount("--sustained", usual.sustainedMinutes))
        seed = try given.whole("--order", 0, least: Int.min)
        waitCoolSeconds = try given.amount("--wait-cool", 0)
        output = try given.name("--output")
    }

    /// The output of arguments of which another may be wrong; "-" where even that cannot be read.
    static func output(of arguments: [String]) -> String {
        guard let at = arguments.firstIndex(of: "--output"), at + 1 < arguments.count,
            isName(arguments[at + 1])
        else { return "-" }
        return arguments[at + 1]
    }
}

/// The values by their options.
private struct Given {
    private var values: [String: String] = [:]

    /// What starts with one dash sets a default of the system's, such as -AppleLanguages, and is not ours.
    init(_ arguments: [String]) throws {
        var rest = arguments.filter { $0 != mode && $0 != separator }[...]
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { throw Refused("\(option) stands without a value") }
            if option.hasPrefix("-"), !option.hasPrefix("--") { continue }
            guard known.contains(option) else {
                throw Refused("there is no option \(option); there are \(known.joined(separator: ", "))")
            }
            values[option] = value
        }
    }

    func text(_ option: String) throws -> String {
        guard let value = values[option] else { throw Refused("\(option) is missing; give it with a value") }
        return value
    }

    /// The name of a folder and no path, as it is looked up in two folders alone.
    func folder(_ option: String) throws -> String {
        let value = try text(option)
        guard !value.isEmpty, !value.hasPrefix("."), !value.contains("/") else {
            throw Refused("\(option) is \"\(value)\", which is no name of a folder")
        }
        return value
    }

    /// A name and no path, as it is written into one folder alone.
    func name(_ option: String) throws -> String {
        let value = try text(option)
        guard isName(value) else {
            throw Refused("\(option) is \"\(value)\", which is no plain name such as run.json")
        }
        return value
    }

    func whole(_ option: String, _ usual: Int, least: Int) throws -> Int {
        guard let value = values[option] else { return usual }
        guard let number = Int(value), number >= least else {
            let bound = least == Int.min ? "" : " of \(least) or more"
            throw Refused("\(option) wants a whole number\(bound), and got \"\(value)\"")
        }
        return number
    }

    func amount(_ option: String, _ usual: Double) throws -> Double {
        guard let value = values[option] else { return usual }
        guard let number = Double(value), number >= 0, number.isFinite else {
            throw Refused("\(option) wants a number of 0 or more, and got \"\(value)\"")
        }
        return number
    }

    func computeUnits() throws -> ComputeUnits {
        guard let value = values["--compute-units"] else { return .all }
        guard let units = ComputeUnits(rawValue: value) else {
            let names = ComputeUnits.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refused("--compute-units is \"\(value)\"; there are \(names)")
        }
        return units
    }
}

/// Letters and digits of ASCII, dots, underscores and dashes, the first a letter or a digit.
private func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isAlphanumeric(first) else { return false }
    return text.utf8.allSatisfy { isAlphanumeric($0) || ".-_".utf8.contains($0) }
}

private func isAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        true
    default: false
    }
}

private let mode = "--benchmark"
/// Xcode's devicectl hands on the dashes that keep it from reading the app's options as its own.
private let separator = "--"
private let known = [
    "--bundle", "--engine", "--threads", "--warmups", "--runs", "--seconds", "--sustained", "--order",
    "--compute-units", "--wait-cool", "--output",
]
