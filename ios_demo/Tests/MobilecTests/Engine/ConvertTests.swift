import XCTest

@testable import Mobilec

final class ConvertTests: XCTestCase {
    func testEveryHalfIsItselfAgain() {
        for bits in UInt16.min...UInt16.max {
            let number = Half.float(bits)
            if number.isNaN {
                XCTAssertTrue(Half.float(Half.bits(number)).isNaN)
            } else if Half.bits(number) != bits {
                XCTFail("\(bits) became \(Half.bits(number))")
            }
        }
    }

    func testTheNearestHalfIsTakenAndOfTwoTheEvenOne() {
        XCTAssertEqual(Half.bits(1 + 1 / 2048), 0x3C00)
        XCTAssertEqual(Half.bits(1 + 3 / 2048), 0x3C02)
        XCTAssertEqual(Half.bits(1 + 1.001 / 2048), 0x3C01)
        XCTAssertEqual(Half.bits(65519), 0x7BFF)
        XCTAssertEqual(Half.bits(65520), 0x7C00)
        XCTAssertEqual(Half.bits(-.infinity), 0xFC00)
        XCTAssertEqual(Half.bits(1 / Float(1 << 25)), 0)
        XCTAssertEqual(Half.bits(1.001 / Float(1 << 25)), 1)
        XCTAssertEqual(Half.bits(-0.0), 0x8000)
    }

    func testNumbersBecomeThoseOfTheOtherType() {
        let longs = Tensor(row: [1, -2, 1 << 40])
        let ints = Tensor(.int32, shape: [3])
        ints.copy(3, of: longs, from: 0, to: 0)
        XCTAssertEqual(Array(ints.ints), [1, -2, Int32.max])
        let back = Tensor(.int64, shape: [4])
        back.copy(2, of: ints, from: 0, to: 2)
        XCTAssertEqual(Array(back.longs), [0, 0, 1, -2])
        let halves = Tensor(.float16, shape: [2])
        halves.copy(2, of: Tensor(floats: [0, 1, -0.5], shape: [3]), from: 1, to: 0)
        XCTAssertEqual(Array(halves.halves), [0x3C00, 0xB800])
        let floats = Tensor(.float32, shape: [2])
        floats.copy(2, of: halves, from: 0, to: 0)
        XCTAssertEqual(Array(floats.floats), [1, -0.5])
    }

    func testWhatIsSmallerIsFilledUpAtTheEndOfEveryAxis() {
        let small = Tensor(floats: [1, 2, 3, 4, 5, 6, 7, 8], shape: [2, 2, 2])
        let large = Tensor(.float32, shape: [2, 3, 2])
        large.fill(with: small, padding: 7)
        XCTAssertEqual(Array(large.floats), [1, 2, 3, 4, 0, 0, 5, 6, 7, 8, 0, 0])
        let ids = Tensor(.int32, shape: [1, 4])
        ids.fill(with: Tensor(row: [5, 6]), padding: 9)
        XCTAssertEqual(Array(ids.ints), [5, 6, 9, 9])
        let none = Tensor(.int64, shape: [1, 2])
        none.fill(with: Tensor(row: []), padding: 3)
        XCTAssertEqual(Array(none.longs), [3, 3])
    }
}
