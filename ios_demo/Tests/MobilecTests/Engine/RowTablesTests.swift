import Foundation
import XCTest

@testable import Mobilec

final class RowTablesTests: XCTestCase {
    private var table = RowTable(
        name: "words", offset: 3, rows: 3, width: 2, dtype: "int8", scalesOffset: 9,
        inputs: [RowsInput(method: "encode", name: "source_rows")])

    /// Three bytes of something else, then rows (1, -2), (-127, 0), (127, 3), then their scales.
    private func file() throws -> URL {
        var bytes = Data([9, 9, 9, 1, 0xFE, 0x81, 0, 127, 3])
        for scale in [Float(0.5), 2, 0] {
            withUnsafeBytes(of: scale.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return try written(bytes, "model.pte")
    }

    private func written(_ bytes: Data, _ name: String) throws -> URL {
        let url = try temporaryFolder(self).appendingPathComponent(name)
        try bytes.write(to: url)
        return url
    }

    private func described(_ tables: [RowTable]) -> ProgramFile {
        ProgramFile(
            path: "model.pte", format: "executorch", runtime: "executorch", runtimeVersion: "1",
            precision: "int8",
            sizeBytes: 21, sha256: "", methods: [], rowTables: tables)
    }

    func testInt8RowsAreMultipliedByTheirOwnScale() throws {
        let found = try RowLookup(try file(), [table]).rows(Tensor(row: [1, 0, 2, 1]))
        XCTAssertEqual(found.shape, [1, 4, 2])
        XCTAssertEqual(Array(found.floats), [-254, 0, 0.5, -1, 0, 0, -254, 0])
    }

    func testHalvesAndFloatsAreReadAsIeee754HasThem() throws {
        let halves: [UInt16] = [0x3C00, 0xC000, 0x0001, 0x7C00, 0x3555, 0x8000]
        var bytes = Data()
        for half in halves { withUnsafeBytes(of: half.littleEndian) { bytes.append(contentsOf: $0) } }
        table.offset = 0
        table.dtype = "float16"
        table.scalesOffset = nil
        let found = try RowLookup(try written(bytes, "half.pte"), [table]).rows(Tensor(row: [0, 1, 2]))
        XCTAssertEqual(Array(found.floats), [1, -2, 5.9604645e-8, .infinity, 0.33325195, -0])
        table.dtype = "float32"
        table.rows = 1
        let floats = withUnsafeBytes(
            of: (Float(1.5).bitPattern.littleEndian, Float(-3).bitPattern.littleEndian)
        ) { Data($0) }
        let whole = try RowLookup(try written(floats, "float.pte"), [table]).rows(Tensor(row: [0]))
        XCTAssertEqual(Array(whole.floats), [1.5, -3])
    }

    /// Words 0 and 1 are the last two rows and have columns 0 and 1, word 2 is one number in column 2.
    private func bands() -> [RowTable] {
        var (frequent, rare) = (table, table)
        (frequent.offset, frequent.rows, frequent.scalesOffset) = (5, 2, 13)
        (rare.name, rare.rows, rare.width, rare.first, rare.column) = ("rare", 1, 1, 2, 2)
        return [frequent, rare]
    }

    func testRowsOfBandsStandSideBySideWithZerosWhereAWordHasNone() throws {
        let lookup = try RowLookup(try file(), bands())
        XCTAssertEqual(Array(try lookup.rows(Tensor(row: [2, 0])).floats), [0, 0, 0.5, -254, 0, 0])
        XCTAssertEqual(Array(try lookup.rows(Tensor(row: [0, 2])).floats), [-254, 0, 0, 0, 0, 0.5])
        assertRefused("the id 3 was given; words, rare has 3 rows") { try lookup.rows(Tensor(row: [3])) }
        assertRefused("the id -1 was given") { try lookup.rows(Tensor(row: [-1])) }
    }

    func testAPlaceThatThereIsNotIsRefused() throws {
        let url = try file()
        for (first, column) in [(0, 1), (0, -1), (-1, 0)] {
            (table.first, table.column) = (first, column)
            assertRefused("the manifest is damaged") { try RowLookup(url, [table]) }
        }
    }

    func testAnInputTakesTheRowsOfAllItsTables() throws {
        let echo = Echo()
        let program = try withRows(echo, described(bands()), at: try file())
        _ = try program.run("encode", ["input_ids": Tensor(row: [2])])
        XCTAssertEqual(try XCTUnwrap(echo.seen[0].inputs["source_rows"]).floats.map { $0 }, [0, 0, 0.5])
    }

    func testAnIdOutsideTheTableIsRefused() throws {
        let lookup = try RowLookup(try file(), [table])
        assertRefused("the id 3 was given; words has 3 rows") { try lookup.rows(Tensor(row: [3])) }
        assertRefused("the id -1 was given") { try lookup.rows(Tensor(row: [-1])) }
    }

    func testATableThatTheFileDoesNotHoldIsRefused() throws {
        let url = try file()
        func refused(_ words: String, _ change: (inout RowTable) -> Void) {
            var wrong = table
            change(&wrong)
            assertRefused(words) { try RowLookup(url, [wrong]) }
        }
        refused("model.pte is damaged or cut off: a table is said to end at byte 27, and the file has 21") {
            $0.rows = 12
        }
        refused("damaged or cut off") { $0.scalesOffset = 10 }
        refused("damaged or cut off") { $0.offset = -1 }
        refused("damaged or cut off") { $0.offset = Int.max }
        refused("damaged or cut off") { table in
            table.rows = Int(Int32.max)
            table.width = Int(Int32.max)
            table.dtype = "float32"
        }
        refused("has a table of int4; this app reads int8, float16 and float32") { $0.dtype = "int4" }
        let missing = url.deletingLastPathComponent().appendingPathComponent("other.pte")
        assertRefused("cannot be read") { try RowLookup(missing, [table]) }
    }

    func testAProgramThatWantsRowsTakesIds() throws {
        let echo = Echo()
        echo.lengths = [8]
        let program = try withRows(echo, described([table]), at: try file())
        _ = try program.run("encode", ["input_ids": Tensor(row: [0]), "attention_mask": Tensor(row: [1])])
        _ = try program.run("decode", ["token": Tensor(row: [0])])
        XCTAssertEqual(Set(echo.seen[0].inputs.keys), ["source_rows", "attention_mask"])
        XCTAssertEqual(try XCTUnwrap(echo.seen[0].inputs["source_rows"]).floats.map { $0 }, [0.5, -1])
        XCTAssertEqual(Set(echo.seen[1].inputs.keys), ["token"])
        XCTAssertNil(program.states)
        XCTAssertEqual(program.lengths, [8])
        program.close()
        XCTAssertTrue(echo.closed)
    }

    func testIdsThatAMethodReadsTooStayBesideTheirRows() throws {
        table.inputs = ["some", "both"].map { RowsInput(method: $0, name: "word_rows") }
        let words = TensorEntry(name: "words", dtype: "int64", shape: [Size(2)])
        let methods = [
            MethodEntry(name: "some", inputs: [], outputs: []),
            MethodEntry(name: "both", inputs: [words], outputs: []),
        ]
        let file = ProgramFile(
            path: "model.pte", format: "executorch", runtime: "executorch", runtimeVersion: "1",
            precision: "int8", sizeBytes: 21, sha256: "", methods: methods, rowTables: [table])
        let echo = Echo()
        let program = try withRows(echo, file, at: try self.file())
        for method in ["some", "both"] { _ = try program.run(method, ["words": Tensor(row: [0, 2])]) }
        XCTAssertEqual(echo.seen.map { Set($0.inputs.keys) }, [["word_rows"], ["words", "word_rows"]])
        for seen in echo.seen {
            XCTAssertEqual(try XCTUnwrap(seen.inputs["word_rows"]).floats.map { $0 }, [0.5, -1, 0, 0])
        }
    }

    func testAProgramWithoutTablesStaysAsItIsAndUnknownInputsAreRefused() throws {
        let echo = Echo()
        XCTAssertTrue(try withRows(echo, described([]), at: try file()) === echo)
        table.inputs = [RowsInput(method: "encode", name: "other_rows")]
        let url = try file()
        assertRefused("wants rows for \"other_rows\"") { try withRows(Echo(), described([table]), at: url) }
    }
}
