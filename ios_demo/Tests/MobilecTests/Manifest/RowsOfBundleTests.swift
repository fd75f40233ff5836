import Foundation
import XCTest

@testable import Mobilec

/// Rows that are looked up in the bytes of the shipped .pte are those of the PyTorch model.
final class RowsOfBundleTests: XCTestCase {
    private static let stepsOfInt8: Float = 127

    func testEveryGoldenRowIsFoundAtTheOffsetOfTheManifest() throws {
        XCTAssertEqual(try wrong(shift: 0), 0)
    }

    func testAnOffsetThatIsOneByteOffIsFoundOut() throws {
        XCTAssertGreaterThan(try wrong(shift: 1), 0)
    }

    /// How many golden rows differ when the table is looked for `shift` bytes further.
    private func wrong(shift: Int) throws -> Int {
        let shipped = try Fixtures.bundle("translation")
        let file = try Manifest.read(in: shipped).program("executorch")
        var table = try XCTUnwrap(file.rowTables.first)
        table.offset += shift
        let lookup = try RowLookup(shipped.appendingPathComponent(file.path), [table])
        let golden = try Json.read(shipped.appendingPathComponent("golden.json"))
        let rows = try XCTUnwrap(golden["rows"]).items(at: "rows") {
            try $0.record(at: $1) { fields in
                fields.any("method")
                return (
                    id: try fields.int("id"), head: try fields.doubles("head"),
                    norm: try fields.double("norm"), begin: try fields.int("column")
                )
            }
        }
        XCTAssertGreaterThan(rows.count, 32)
        return try rows.count { row in
            let found = Array(try lookup.rows(Tensor(row: [row.id])).floats)
            // Half a step of int8 is right; another is for rows whose largest number is not in the head.
            let allowed = Double((found.map(\.magnitude).max() ?? 0) / Self.stepsOfInt8)
            let norm = found.map { Double($0) * Double($0) }.reduce(0, +).squareRoot()
            return zip(row.head, found[row.begin...]).contains { abs($0 - Double($1)) > allowed }
                || abs(norm - row.norm) > allowed * Double(table.width).squareRoot()
        }
    }
}
