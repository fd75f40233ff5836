import Foundation

/// The input that takes rows, and the one whose ids they stand for.
private let standsFor = [
    "source_rows": TensorName.ids, "token_rows": TensorName.token, "word_rows": TensorName.words,
]

/// `program` with ids wherever `file` wants rows of a table that stands in its own bytes.
public func withRows(_ program: any Program, _ file: ProgramFile, at url: URL) throws -> any Program {
    if file.rowTables.isEmpty { return program }
    var lookups: [String: [RowsProgram.Handed]] = [:]
    var inputs: [RowsInput] = []
    for input in file.rowTables.flatMap(\.inputs) where !inputs.contains(input) { inputs.append(input) }
    for input in inputs {
        guard let ids = standsFor[input.name] else {
            throw Refused(
                "\(file.path) wants rows for \"\(input.name)\", which this app does not know; it knows "
                    + standsFor.keys.sorted().joined(separator: ", "))
        }
        let own = file.rowTables.filter { $0.inputs.contains(input) }
        let read = file.methods.contains { method in
            method.name == input.method && method.inputs.contains { $0.name == ids }
        }
        let handed = RowsProgram.Handed(
            ids: ids, rows: input.name, lookup: try RowLookup(url, own), stay: read)
        lookups[input.method, default: []].append(handed)
    }
    return RowsProgram(program, lookups)
}

private final class RowsProgram: Program {
    /// `rows` in the place of `ids`, which `stay` where the method reads them too.
    struct Handed {
        let ids: String
        let rows: String
        let lookup: RowLookup
        let stay: Bool
    }

    private let program: any Program
    private let lookups: [String: [Handed]]

    init(_ program: any Program, _ lookups: [String: [Handed]]) {
        self.program = program
        self.lookups = lookups
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        var given = inputs
        for handed in lookups[method] ?? [] {
            guard let ids = given[handed.ids] else { continue }
            if !handed.stay { given[handed.ids] = nil }
            given[handed.rows] = try handed.lookup.rows(ids)
        }
        return try program.run(method, given)
    }

    func close() { program.close() }

    var states: (any ProgramStates)? { program.states }
    var lengths: [Int] { program.lengths }
    var units: ComputeUnits? { program.units }
}

/// Rows of the tables of one input, from the mapped file. What ``rows(_:)`` returns is written again by
/// the next call for as many ids.
public final class RowLookup {
    private let tables: [MappedTable]
    private let width: Int
    private var found = Tensor(.float32, shape: [0])

    public init(_ url: URL, _ tables: [RowTable]) throws {
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped) else {
            throw Refused("\(url.path) cannot be read; copy the bundle again")
        }
        self.tables = try tables.map { try MappedTable($0, in: bytes, of: url.lastPathComponent) }
        let width = tables.map(\.width).reduce(0, +)
        for table in tables
        where table.column < 0 || table.column > width - table.width || table.first < 0 {
            throw Refused(
                "\(table.name) is said to have the words from \(table.first) on and column \(table.column) "
                    + "of \(width); the manifest is damaged, download the bundle again")
        }
        self.width = width
    }

    /// ids (...) to float32 (..., width).
    public func rows(_ ids: Tensor) throws -> Tensor {
        let shape = ids.shape + [width]
        if found.shape != shape { found = Tensor(.float32, shape: shape) }
        let numbers = found.floats
        for (at, id) in ids.longs.enumerated() {
            guard let own = tables.first(where: { $0.has(Int(id)) }) else {
                let names = tables.map(\.table.name).joined(separator: ", ")
                let rows = tables.map(\.table.rows).reduce(0, +)
                throw Refused("the id \(id) was given; \(names) has \(rows) rows")
            }
            let row = UnsafeMutableBufferPointer(rebasing: numbers[at * width..<(at + 1) * width])
            if tables.count > 1 { row.update(repeating: 0) }
            own.read(Int(id), into: row)
        }
        return found
    }
}

private struct MappedTable {
    private enum Element: String {
        case int8, float16, float32

        var size: Int {
            switch self {
            case .int8: 1
            case .float16: 2
            case .float32: 4
            }
        }
    }

    let table: RowTable
    private let element: Element
    private let bytes: Data

    init(_ table: RowTable, in bytes: Data, of file: String) throws {
        guard let element = Element(rawValue: table.dtype) else {
            throw Refused("\(file) has a table of \(table.dtype); this app reads int8, float16 and float32")
        }
        self.table = table
        self.element = element
        self.bytes = bytes
        try refuseOutside(table.offset, [table.rows, table.width, element.size], of: file)
        if let scales = table.scalesOffset { try refuseOutside(scales, [table.rows, 4], of: file) }
    }

    /// Whether there is a row for the word `id`.
    func has(_ id: Int) -> Bool { id >= table.first && id - table.first < table.rows }

    /// The row of `id` into its columns of `row`.
    func read(_ id: Int, into row: UnsafeMutableBufferPointer<Float>) {
        let number = id - table.first
        bytes.withUnsafeBytes { bytes in
            let start = table.offset + number * table.width * element.size
            let scale = table.scalesOffset.map {
                Float(
                    bitPattern: UInt32(
                        littleEndian: bytes.loadUnaligned(
                            fromByteOffset: $0 + number * 4, as: UInt32.self)))
            }
            for at in 0..<table.width {
                row[table.column + at] = value(bytes, start + at * element.size) * (scale ?? 1)
            }
        }
    }

    private func value(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Float {
        switch element {
        case .int8: return Float(bytes.load(fromByteOffset: place, as: Int8.self))
        case .float16:
            let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)
            return Half.float(UInt16(littleEndian: bits))
        case .float32:
            let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        }
    }

    /// Refuses a part of the file from `offset` on, of as many bytes as the product of `sizes`, that the
    /// file does not hold.
    private func refuseOutside(_ offset: Int, _ sizes: [Int], of file: String) throws {
        var end = offset
        var length = 1
        var overflow = offset < 0 || sizes.contains { $0 < 0 }
        for size in sizes where !overflow {
            (length, overflow) = length.multipliedReportingOverflow(by: size)
        }
        if !overflow { (end, overflow) = offset.addingReportingOverflow(length) }
        guard !overflow, end <= bytes.count else {
            throw Refused(
                "\(file) is damaged or cut off: a table is said to end at byte \(end), and the file has "
                    + "\(bytes.count); download it again")
        }
    }
}
