import XCTest

@testable import Mobilec

final class UnicodeTests: XCTestCase {
    private func text(_ bytes: [UInt8]) -> Utf8Text { Utf8Text(String(decoding: bytes, as: UTF8.self)) }

    func testTheFormsOfAnnex15() {
        let example = Array(
            "Å ṩ \u{AC01} ﬁ ½ s\u{323}\u{307} s\u{307}\u{323} \u{1100}\u{1161}\u{11A8} \u{1D15E}".utf8)
        XCTAssertEqual(
            text(Forms.nfc.of(example)), "Å ṩ \u{AC01} ﬁ ½ ṩ ṩ \u{AC01} \u{1D157}\u{1D165}")
        XCTAssertEqual(
            text(Forms.nfd.of(example)),
            Utf8Text(
                "A\u{30A} s\u{323}\u{307} \u{1100}\u{1161}\u{11A8} ﬁ ½ s\u{323}\u{307} s\u{323}\u{307} "
                    + "\u{1100}\u{1161}\u{11A8} \u{1D157}\u{1D165}"))
        XCTAssertEqual(
            text(Forms.nfkc.of(example)), "Å ṩ \u{AC01} fi 1⁄2 ṩ ṩ \u{AC01} \u{1D157}\u{1D165}")
        XCTAssertEqual(text(Forms.nfkd.of(Array("ﬁ ½ Å ￡".utf8))), "fi 1⁄2 A\u{30A} £")
    }

    func testAMarkComposesUnlessAnotherOfItsClassStandsBetween() {
        XCTAssertEqual(text(Forms.nfc.of(Array("a\u{323}\u{302}".utf8))), "\u{1EAD}")
        XCTAssertEqual(text(Forms.nfc.of(Array("a\u{301}\u{302}".utf8))), "\u{E1}\u{302}")
        XCTAssertEqual(text(Forms.nfc.of(Array("a\u{30D}\u{302}".utf8))), "a\u{30D}\u{302}")
        XCTAssertEqual(text(Forms.nfc.of(Array("\u{301}a".utf8))), "\u{301}a")
        // Excluded from composition: a letter of Devanagari with a dot, and a unit sign.
        XCTAssertEqual(text(Forms.nfc.of(Array("\u{958} \u{212A}".utf8))), "\u{915}\u{93C} K")
    }

    /// Foundation of Linux leaves these apart, and so does not answer as the library does.
    func testASyllableOfHangulIsComposedWithItsLastLetter() {
        XCTAssertEqual(text(Forms.nfc.of(Array("\u{AD6C}\u{11B9}".utf8))), "\u{AD7E}")
        XCTAssertEqual(text(Forms.nfkc.of(Array("\u{FFA2}\u{FFD7}".utf8))), "\u{B028}")
        XCTAssertEqual(text(Forms.nfc.of(Array("\u{AC01}\u{11A8}".utf8))), "\u{AC01}\u{11A8}")
    }

    func testEveryCharacterThatIsTakenApartIsPutTogetherAgainUnlessItIsExcluded() {
        var count = 0
        for code in Forms.canonical.codes.ranges.joined() {
            var bytes: [UInt8] = []
            bytes.append(code: code)
            let apart = Forms.nfd.of(bytes)
            XCTAssertNotEqual(apart, bytes)
            XCTAssertEqual(Forms.nfc.of(apart) == bytes, !Compositions.excluded.contains(code), "\(code)")
            XCTAssertEqual(Forms.nfc.of(bytes), Forms.nfc.of(apart), "\(code)")
            count += 1
        }
        XCTAssertGreaterThan(count, 2000)
    }

    /// U+32FF came with Unicode 12.1, U+0898 is a mark of Unicode 14.
    func testLaterCharactersStayWhateverTheSystemKnows() {
        XCTAssertEqual(text(Forms.nfkc.of(Array("\u{32FF}".utf8))), "\u{32FF}")
        XCTAssertEqual(text(Forms.nfc.of(Array("a\u{898}\u{323}".utf8))), "a\u{898}\u{323}")
    }

    func testLowerCaseIsThatOfSingleLetters() {
        XCTAssertEqual(text(Lowercase.of(Array("AZ ΟΣ İ ß \u{10400}".utf8))), "az οσ i\u{307} ß \u{10428}")
    }

    private func graphemes(_ text: String) -> [Utf8Text] {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            var found: [Utf8Text] = []
            var at = 0
            while at < bytes.count {
                let end = Graphemes.end(bytes, from: at)
                found.append(Utf8Text(String(decoding: bytes[at..<end], as: UTF8.self)))
                at = end
            }
            return found
        }
    }

    func testWhatBelongsTogetherStaysTogether() {
        let whole: [Utf8Text] = [
            "e\u{301}\u{323}", "\r\n", "\u{AC01}", "\u{1100}\u{1161}\u{11A8}", "1\u{FE0F}\u{20E3}",
            "\u{1F1E9}\u{1F1EA}",
            "\u{1F469}\u{200D}\u{1F469}\u{200D}\u{1F467}", "\u{600}a", "\u{939}\u{93F}",
            "\u{AC00}\u{1161}\u{11A8}",
        ]
        for text in whole { XCTAssertEqual(graphemes(text.string), [text]) }
        XCTAssertEqual(graphemes(whole.map(\.string).joined()), whole)
    }

    func testWhatDoesNotIsCut() {
        XCTAssertEqual(graphemes("ab"), ["a", "b"])
        XCTAssertEqual(graphemes("\n\u{301}"), ["\n", "\u{301}"])
        XCTAssertEqual(graphemes("\n\r"), ["\n", "\r"])
        XCTAssertEqual(graphemes("\u{1F1E9}\u{1F1EA}\u{1F1EB}"), ["\u{1F1E9}\u{1F1EA}", "\u{1F1EB}"])
        XCTAssertEqual(graphemes("a\u{200D}\u{1F600}"), ["a\u{200D}", "\u{1F600}"])
    }

    func testTextGoesThereAndBack() {
        let bytes = Array("aé語\u{1F600}\u{0}".utf8)
        XCTAssertTrue(Utf8.isText(bytes))
        XCTAssertEqual(Utf8.lossy(bytes), bytes)
        var written: [UInt8] = []
        bytes.withUnsafeBufferPointer { $0.forEachCode { written.append(code: $0) } }
        XCTAssertEqual(written, bytes)
    }

    /// The examples of The Unicode Standard 15, table 3-8 and 3-11.
    func testEachLongestBeginningOfACharacterBecomesOneSign() {
        XCTAssertEqual(text(Utf8.lossy([0xC0, 0xAF, 0xE0, 0x41])), "\u{FFFD}\u{FFFD}\u{FFFD}A")
        XCTAssertEqual(text(Utf8.lossy([0x61, 0xE2, 0x82, 0x62])), "a\u{FFFD}b")
        XCTAssertEqual(text(Utf8.lossy([0xED, 0xA0, 0x80])), "\u{FFFD}\u{FFFD}\u{FFFD}")
        XCTAssertEqual(text(Utf8.lossy([0xF0, 0x9F, 0x98])), "\u{FFFD}")
        XCTAssertEqual(text(Utf8.lossy([0xF4, 0x91, 0x92, 0x93, 0x41])), "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}A")
        XCTAssertFalse(Utf8.isText([0x61, 0xE2, 0x82]))
    }

    func testASetOfCharacters() {
        let some = CodeSet([0x41...0x43, 0x42...0x50, 0x1F600...0x1F610, 0x51...0x51])
        XCTAssertEqual(some.ranges, [0x41...0x51, 0x1F600...0x1F610])
        let others = some.complement()
        for code: UInt32 in [
            0, 0x40, 0x41, 0x51, 0x52, 0xFFFF, 0x10000, 0x1F5FF, 0x1F600, 0x1F610, 0x1F611, 0x10FFFF,
        ] {
            let isIn = (0x41...0x51).contains(code) || (0x1F600...0x1F610).contains(code)
            XCTAssertEqual(some.contains(code), isIn, "\(code)")
            XCTAssertEqual(others.contains(code), !isIn, "\(code)")
        }
        XCTAssertEqual(CodeSet(table: "2p.2 1").ranges, [0x61...0x63, 0x65...0x65])
        XCTAssertFalse(CodeSet().contains(0))
        XCTAssertTrue(CodeSet().complement().contains(0x10FFFF))
    }
}
