import Foundation

/// Bytes of this process; nil is what the system does not say.
public struct Taken: Sendable, Equatable {
    /// What the process takes now: on Linux what is resident, on iOS its physical footprint.
    public let resident: Int?
    /// The largest of that so far, as the system keeps it.
    public let peak: Int?
    /// On top of ``resident``; a physical footprint has it in.
    public let swapped: Int?

    public init(resident: Int?, peak: Int?, swapped: Int?) {
        self.resident = resident
        self.peak = peak
        self.swapped = swapped
    }

    /// Resident and swapped together: compressed swap hides pages from the first.
    public var withSwap: Int? { resident.map { $0 + (swapped ?? 0) } }
}

/// Where the memory of this process is looked up.
public protocol MemorySource: Sendable {
    func look() -> Taken
}

/// Looks at this process's memory, and keeps the largest that was seen.
struct MemoryWatch {
    private let source: any MemorySource
    private let alone: Bool
    /// The largest that was resident: by the system where it keeps it, by the looks otherwise.
    private(set) var peak: Int?
    /// The larger of what the system and what the looks found, swapped pages included; nil for none.
    private(set) var peakWithSwap: Int?

    /// `alone`: this process has had nothing else before, so that the system's peak is of what is watched.
    init(_ source: any MemorySource, alone: Bool = true) {
        self.source = source
        self.alone = alone
    }

    mutating func look() -> Taken {
        let now = source.look()
        let kept = alone ? now.peak : nil
        peak = alone ? now.peak : [peak, now.resident].compactMap { $0 }.max()
        peakWithSwap = [peakWithSwap, now.withSwap, kept].compactMap { $0 }.max()
        return now
    }
}

/// Linux's, as the kernel writes it into a file of the process.
public struct ProcessStatus: MemorySource {
    private let file: URL

    public init(file: URL = URL(fileURLWithPath: "/proc/self/status")) {
        self.file = file
    }

    public func look() -> Taken {
        let fields = kibibytes((try? String(contentsOf: file, encoding: .utf8)) ?? "")
        return Taken(resident: fields["VmRSS"], peak: fields["VmHWM"], swapped: fields["VmSwap"])
    }
}

/// The lines "Name:  123 kB" of a file in /proc, in bytes.
func kibibytes(_ text: String) -> [String: Int] {
    var found: [String: Int] = [:]
    for line in text.split(separator: "\n") {
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        guard words.count == 3, words[2] == "kB", words[0].hasSuffix(":"), let number = Int(words[1]) else {
            continue
        }
        found[String(words[0].dropLast())] = number * 1024
    }
    return found
}
