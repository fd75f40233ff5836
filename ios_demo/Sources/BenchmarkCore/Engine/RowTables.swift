import Foundation

/// The input that takes rows, and the one whose ids they stand for.
private let standsFor = ["source_rows": TensorName.ids, "token_rows": TensorName.token]

/// `program` with ids wherever `file` wants rows of a table that stands in its own bytes.
public func withRows(_ program: any Program, _ file: ProgramFile, at url: URL) throws -> any Program {
    if file.rowTables.isEmpty { return program }
    var lookups: [String: [RowsProgram.Handed]] = [:]
    for table in file.rowTables {
        for input in table.inputs {
            guard let ids = standsFor[input.name] else {
                throw Refused(
                    "\(file.path) wants rows for \"\(input.name)\", which this app does not know; it knows "
                        + standsFor.keys.sorted().joined(separator: ", "))
            }
            let handed = RowsProgram.Handed(ids: ids, rows: input.name, lookup: try RowLookup(url, table))
            lookups[input.method, default: []].append(handed)
        }
    }
    return RowsProgram(program, lookups)
}

private final class RowsProgram: Program {
    struct Handed {
        let ids: String
        let rows: String
        let lookup: RowLookup
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
            if let ids = given.removeValue(forKey: handed.ids) {
                given[handed.rows] = try handed.lookup.rows(ids)
            }
        }
        return try program.run(method, given)
    }

    func close() { program.close() }

    var states: (any ProgramStates)? { program.states }
    var lengths: [Int] { program.lengths }
}

/// Rows of one table, for one input, from the mapped file. What ``rows(_:)`` returns is written again by
/// the next call for as many ids.
public final class RowLookup {
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

    private let table: RowTable
    private let element: Element
    private let bytes: Data
    private var found = Tensor(.float32, shape: [0])

    public init(_ url: URL, _ table: RowTable) throws {
        guard let element = Element(rawValue: table.dtype) else {
            throw Refused(
                "\(url.lastPathComponent) has a table of \(table.dtype); this app reads int8, float16 and float32"
            )
        }
        guard let bytes = try? Data(contentsOf: url, options: .alwaysMapped) else {
            throw Refused("\(url.path) cannot be read; copy the bundle again")
        }
        self.table = table
        self.element = element
        self.bytes = bytes
        let file = url.lastPathComponent
        try refuseOutside(table.offset, [table.rows, table.width, element.size], of: file)
        if let scales = table.scalesOffset { try refuseOutside(scales, [table.rows, 4], of: file) }
    }

    /// ids (...) to float32 (..., width).
    public func rows(_ ids: Tensor) throws -> Tensor {
        let shape = ids.shape + [table.width]
        if found.shape != shape { found = Tensor(.float32, shape: shape) }
        let numbers = found.floats
        try bytes.withUnsafeBytes { bytes in
            for (at, id) in ids.longs.enumerated() {
                guard (0..<table.rows).contains(Int(id)) else {
                    throw Refused("the id \(id) was given; \(table.name) has \(table.rows) rows")
                }
                let row = UnsafeMutableBufferPointer(
                    rebasing: numbers[at * table.width..<(at + 1) * table.width])
                read(Int(id), of: bytes, into: row)
            }
        }
        return found
    }

    private func read(
        _ id: Int, of bytes: UnsafeRawBufferPointer, into row: UnsafeMutableBufferPointer<Float>
    ) {
        let start = table.offset + id * table.width * element.size
        let scale = table.scalesOffset.map {
            Float(
                bitPattern: UInt32(
                    littleEndian: bytes.loadUnaligned(fromByteOffset: $0 + id * 4, as: UInt32.self)))
        }
        for at in row.indices {
            let place = start + at * element.size
            let number: Float
            switch element {
            case .int8: number = Float(bytes.load(fromByteOffset: place, as: Int8.self))
            case .float16:
                let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self)
                number = Half.float(UInt16(littleEndian: bits))
            case .float32:
                let bits = bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)
                number = Float(bitPattern: UInt32(littleEndian: bits))
            }
            row[at] = number * (scale ?? 1)
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
