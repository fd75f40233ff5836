import XCTest

@testable import Mobilec

final class CallTests: XCTestCase {
    private let length = Size(name: "length", minimum: 2, maximum: 8)

    private func call(returning output: TensorEntry? = nil) -> Call {
        let inputs = ["ids", "mask"].map { TensorEntry(name: $0, dtype: "int64", shape: [Size(1), length]) }
        let keys = TensorEntry(name: "keys", dtype: "float32", shape: [Size(4), length])
        return Call(MethodEntry(name: "encode", inputs: inputs, outputs: [output ?? keys]))
    }

    private func given(_ ids: Int, _ mask: Int? = nil) -> [String: Tensor] {
        ["mask": Tensor(.int64, shape: [1, mask ?? ids]), "ids": Tensor(.int64, shape: [1, ids])]
    }

    func testOutputsHaveTheSizesThatFollowFromTheInputsAndStayAsLongAsThoseDo() throws {
        let call = call()
        let first = try XCTUnwrap(call.outputs(call.inputs(given(5)))["keys"])
        XCTAssertEqual(first.shape, [4, 5])
        XCTAssertTrue(try call.outputs(call.inputs(given(5)))["keys"] === first)
        XCTAssertFalse(try call.outputs(call.inputs(given(6)))["keys"] === first)
    }

    func testSizesOutsideTheirBoundsOrThatDoNotAgreeAreRefused() {
        let call = call()
        assertRefused("ids of encode is (1, 2 to 8), and [1, 9] was given") {
            try call.outputs(call.inputs(given(9)))
        }
        assertRefused("[1, 1] was given") { try call.outputs(call.inputs(given(1))) }
        assertRefused("mask of encode") { try call.outputs(call.inputs(given(5, 4))) }
        var flat = given(5)
        flat["ids"] = Tensor(.int64, shape: [5])
        assertRefused("[5] was given") { try call.outputs(call.inputs(flat)) }
    }

    func testInputsThatAreMissingOrTooManyOrOfAnotherTypeAreRefused() {
        let call = call()
        var wrong = given(5)
        wrong["mask"] = nil
        assertRefused("encode takes ids, mask, not ids") { try call.inputs(wrong) }
        wrong["other"] = Tensor(row: [1])
        assertRefused("not ids, other") { try call.inputs(wrong) }
        wrong["mask"] = Tensor(row: [1])
        assertRefused("not ids, mask, other") { try call.inputs(wrong) }
        wrong = given(5)
        wrong["mask"] = Tensor(.float32, shape: [1, 5])
        assertRefused("mask of encode is int64, and float32 was given") { try call.inputs(wrong) }
    }

    func testAnOutputWhoseShapeNobodyTellsIsLeftToTheRuntime() throws {
        let call = call(returning: TensorEntry(name: "keys", dtype: "float16", shape: []))
        XCTAssertTrue(try call.outputs(call.inputs(given(5))).isEmpty)
        assertRefused("[1, 9] was given") { try call.outputs(call.inputs(given(9))) }
    }

    func testOutputsOfAnotherTypeOrBeyondAllMemoryAreRefused() throws {
        let strange = call(returning: TensorEntry(name: "keys", dtype: "bfloat16", shape: [Size(1)]))
        assertRefused("encode returns bfloat16 as keys") { try strange.outputs(strange.inputs(given(5))) }
        let most = Size(Int(Int32.max))
        let large = call(returning: TensorEntry(name: "keys", dtype: "float32", shape: [most, most, most]))
        assertRefused("which no phone has room for") { try large.outputs(large.inputs(given(5))) }
    }
}
