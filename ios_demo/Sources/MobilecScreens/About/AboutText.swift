import Mobilec
import Foundation
import MobilecBenchmark

// What About says of the parts that it lists.

extension Device {
    /// A line for what it is, one for its processor, one for its memory, one for its system.
    public var lines: [String] {
        let maker = [manufacturer, model, name.map { "(\($0))" }].compactMap { $0 }.joined(separator: " ")
        let chip = [soc, "\(cores) × \(abi)"].compactMap { $0 }.joined(separator: " · ")
        let memory = memoryBytes.map { "\(decimal(Double($0) / 1e9, digits: 1)) GB RAM" }
        return [maker, chip, memory, "\(os) \(osVersion)"].compactMap { $0 }.filter { !$0.isEmpty }
    }
}

extension Offer {
    /// Its name with its version, and why it cannot be used.
    public var lines: [String] {
        [[title, version].compactMap { $0 }.joined(separator: " "), why].compactMap { $0 }
    }
}

extension Found {
    /// What it is, or why it cannot be read. `unstated`: in place of a licence.
    public func facts(unstated: String) -> Said {
        guard let manifest else { return .words(problem ?? "") }
        let programs = manifest.files.map { "\($0.format) \($0.precision)" }.joined(separator: ", ")
        return .filled(
            .aboutBundle,
            [
                manifest.task, programs, megabytes(manifest.listed.reduce(0) { $0 + $1.sizeBytes }),
                grouped(manifest.uniqueParameters), manifest.source.licence ?? unstated,
                String(manifest.created.prefix(10)), manifest.tool.version, manifest.source.model,
            ])
    }

    public var hasCard: Bool { manifest?.texts.contains { $0.role == "card" } ?? false }
}

/// What the app is made of beside its own sources.
public let licences = [
    "mobilec — Apache-2.0",
    "ExecuTorch, XNNPACK, cpuinfo, pthreadpool — BSD",
]
