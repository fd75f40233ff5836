import XCTest

@testable import Mobilec

/// Keeps what it is called with, and returns it.
final class Echo: Program {
    var seen: [(method: String, inputs: [String: Tensor])] = []
    var closed = false
    var lengths: [Int] = []
    var states: (any ProgramStates)?

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        seen.append((method, inputs))
        return inputs
    }

    func close() { closed = true }
}

final class FixedSizesTests: XCTestCase {
    private func input(_ name: String, _ dtype: String, _ shape: [Size]) -> TensorEntry {
        TensorEntry(name: name, dtype: dtype, shape: shape)
    }

    private func file(_ methods: [MethodEntry]) -> ProgramFile {
        ProgramFile(
            path: "model.mlpackage", format: "coreml", runtime: "coremltools", runtimeVersion: "9",
            precision: "int8",
            sizeBytes: 0, sha256: "", methods: methods)
    }

    private func encode(_ length: Int) -> MethodEntry {
        MethodEntry(
            name: "encode_\(length)",
            inputs: ["input_ids", "attention_mask"].map { input($0, "int32", [Size(1), Size(length)]) },
            outputs: [])
    }

    /// A package for iOS 17, which takes ids of some lengths, and no mask.
    private var older: ProgramFile {
        let length = Size(name: "length", minimum: 2, maximum: 128)
        return file([
            MethodEntry(
                name: "forward", inputs: [input("input_ids", "int32", [Size(1), length])], outputs: [])
        ])
    }

    func testTheSmallestFunctionThatTakesTheInputsIsCalledFilledUp() throws {
        let echo = Echo()
        let program = withFixedSizes(echo, file([encode(8), encode(4)]), padId: 7)
        let mask = Tensor(row: [1, 1, 1])
        _ = try program.run("encode", ["input_ids": Tensor(row: [5, 6, 9]), "attention_mask": mask])
        _ = try program.run("encode", ["input_ids": Tensor(row: [1, 2, 3, 4, 5]), "attention_mask": mask])
        XCTAssertEqual(echo.seen.map(\.method), ["encode_4", "encode_8"])
        XCTAssertEqual(try XCTUnwrap(echo.seen[0].inputs["input_ids"]).ints.map { $0 }, [5, 6, 9, 7])
        XCTAssertEqual(try XCTUnwrap(echo.seen[0].inputs["attention_mask"]).ints.map { $0 }, [1, 1, 1, 0])
        XCTAssertEqual(
            try XCTUnwrap(echo.seen[1].inputs["input_ids"]).ints.map { $0 }, [1, 2, 3, 4, 5, 7, 7, 7])
    }

    func testWhatFitsIsHandedOnAsItIsAndOthersAreKept() throws {
        let echo = Echo()
        let program = withFixedSizes(echo, file([encode(2)]), padId: 0)
        let ids = Tensor(.int32, shape: [1, 2])
        for _ in 0..<2 {
            _ = try program.run("encode", ["input_ids": ids, "attention_mask": Tensor(row: [1])])
        }
        XCTAssertTrue(echo.seen[1].inputs["input_ids"] === ids)
        XCTAssertTrue(echo.seen[0].inputs["attention_mask"] === echo.seen[1].inputs["attention_mask"])
    }

    func testWhatNoFunctionTakesIsRefused() {
        let program = withFixedSizes(Echo(), file([encode(4)]), padId: 0)
        let long = Tensor(row: [1, 2, 3, 4, 5])
        assertRefused("encode takes at most attention_mask [1, 4], input_ids [1, 4]") {
            try program.run("encode", ["input_ids": long, "attention_mask": long])
        }
        assertRefused("encode takes attention_mask, input_ids, not input_ids") {
            try program.run("encode", ["input_ids": long])
        }
        assertRefused("there is no method \"decode\"; the program has encode") {
            try program.run("decode", [:])
        }
        assertRefused("input_ids is float32; encode takes int32") {
            let floats = Tensor(floats: [1, 2], shape: [1, 2])
            return try program.run("encode", ["input_ids": floats, "attention_mask": Tensor(row: [1])])
        }
        let strange = MethodEntry(
            name: "encode", inputs: [input("a", "int32", [Size(1)]), input("b", "int4", [Size(1)])],
            outputs: [])
        assertRefused("encode takes int4 as b") {
            let one = Tensor(.int64, shape: [1])
            return try withFixedSizes(Echo(), file([strange]), padId: 0).run("encode", ["a": one, "b": one])
        }
    }

    func testAProgramOfAnyLengthStaysAsItIs() {
        let echo = Echo()
        let any = Size(name: "length", minimum: 1, maximum: 8)
        let method = MethodEntry(
            name: "forward", inputs: [input("input_ids", "int64", [Size(1), any])], outputs: [])
        XCTAssertTrue(withFixedSizes(echo, file([method]), padId: 0) === echo)
    }

    func testAPackageForIos17IsCalledAtItsLengthsWithoutAMask() throws {
        let echo = Echo()
        echo.lengths = [4, 8, 1000]
        let program = withFixedSizes(echo, older, padId: 9)
        let ids = Tensor(row: [1, 2, 3])
        _ = try program.run("forward", ["input_ids": ids, "attention_mask": Tensor(row: [1, 1, 0])])
        XCTAssertEqual(echo.seen[0].method, "forward")
        XCTAssertEqual(Array(echo.seen[0].inputs.keys), ["input_ids"])
        XCTAssertEqual(try XCTUnwrap(echo.seen[0].inputs["input_ids"]).ints.map { $0 }, [1, 2, 9, 9])
        _ = try program.run(
            "forward",
            ["input_ids": Tensor(row: [1, 2, 3, 4, 5]), "attention_mask": Tensor(row: [1, 1, 1, 1, 1])])
        XCTAssertEqual(echo.seen[1].inputs["input_ids"]?.shape, [1, 8])
        assertRefused("hold the padding id 9 where attention_mask is 1") {
            try program.run("forward", ["input_ids": Tensor(row: [9]), "attention_mask": Tensor(row: [1])])
        }
    }

    func testAPackageWhoseLengthsNobodyKnowsIsCalledAtItsLongest() throws {
        let echo = Echo()
        _ = try withFixedSizes(echo, older, padId: 0).run("forward", ["input_ids": Tensor(row: [1, 2])])
        XCTAssertEqual(echo.seen[0].inputs["input_ids"]?.shape, [1, 128])
    }

    func testStatesAreThoseOfTheFunctionThatRan() throws {
        let states = NamedStates()
        let echo = Echo()
        echo.states = states
        let program = withFixedSizes(echo, file([encode(4)]), padId: 0)
        let found = try XCTUnwrap(program.states)
        assertRefused("encode has not run") { try found.withState("key_0", of: "encode") { _ in } }
        _ = try program.run("encode", ["input_ids": Tensor(row: [1]), "attention_mask": Tensor(row: [1])])
        try found.withState("key_0", of: "encode") { _ in }
        try found.reset()
        XCTAssertEqual(states.asked, ["key_0 of encode_4", "reset"])
        XCTAssertNil(withFixedSizes(Echo(), file([encode(4)]), padId: 0).states)
        program.close()
        XCTAssertTrue(echo.closed)
    }
}

/// Keeps what it is asked for.
private final class NamedStates: ProgramStates {
    var asked: [String] = []

    func reset() { asked.append("reset") }

    func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
        asked.append("\(name) of \(method)")
        let tensor = Tensor(.float16, shape: [1])
        try body(StateMemory(bytes: tensor.bytes, rowBytes: 2, placeBytes: 2))
    }
}
