import Foundation
import XCTest

@testable import Mobilec

final class DecodersTests: XCTestCase {
    private func json(_ text: String) throws -> Json { try Json.parse(Data(text.utf8), what: "here") }

    private func decoded(_ tokens: [String], by decoder: some TokenDecoder) -> [String] {
        var found: [String] = []
        decoder.decode(Tokens(tokens.map { Array($0.utf8) })).forEach {
            found.append(String(decoding: $0, as: UTF8.self))
        }
        return found
    }

    func testBytesThatAreATextBecomeItOthersASignEach() {
        let bytes = TokenDecoders.ByteFallback()
        XCTAssertEqual(decoded(["a", "<0xC3>", "<0xA9>", "b"], by: bytes), ["a", "é", "b"])
        XCTAssertEqual(decoded(["<0xC3>", "<0xC3>"], by: bytes), ["\u{FFFD}", "\u{FFFD}"])
        XCTAssertEqual(decoded(["<0xZZ>", "<0x-1>"], by: bytes), ["<0xZZ>", "<0x-1>"])
    }

    func testStripTakesNoMoreThanItMay() {
        let space = TokenDecoders.Strip(content: 0x20, start: 1, stop: 0)
        XCTAssertEqual(decoded(["  a", "b", " "], by: space), [" a", "b", ""])
        XCTAssertEqual(
            decoded(["xax", "x"], by: TokenDecoders.Strip(content: 0x78, start: 1, stop: 1)), ["a", ""])
    }

    func testWordPieceJoinsWhatGoesOnAndTakesOutSpacesThatEnglishHasNot() {
        let tokens = ["do", "n't", "##s", "!"]
        let prefix = Array("##".utf8)
        XCTAssertEqual(
            decoded(tokens, by: TokenDecoders.WordPiece(prefix: prefix, cleansUp: true)).joined(), "don'ts!")
        XCTAssertEqual(
            decoded(tokens, by: TokenDecoders.WordPiece(prefix: prefix, cleansUp: false)).joined(),
            "do n'ts !")
    }

    func testASuffixEndsAWordButForTheLast() throws {
        let suffix = TokenDecoders.Bpe(suffix: Array("</w>".utf8))
        XCTAssertEqual(decoded(["low</w>", "er</w>"], by: suffix).joined(), "low er")
        XCTAssertThrowsError(try readDecoder(json("{\"type\":\"BPEDecoder\",\"suffix\":\"\"}"), at: "here"))
    }

    func testTokensWithoutADecoderAreJoinedBySpaces() throws {
        let tokenizer = try Tokenizers.read(
            json: "{\"version\":\"1.0\",\"model\":{\"type\":\"WordLevel\",\"vocab\":{\"a\":0,\"b\":1},"
                + "\"unk_token\":\"a\"}}")
        XCTAssertEqual(try tokenizer.encode("b"), [1])
        XCTAssertEqual(tokenizer.decode([0, 1, 9]), "a b")
    }

    func testALetterThatIsNoByteStays() throws {
        let level = try ByteLevel(prependsSpace: false, splits: true)
        XCTAssertEqual(decoded(["ĠÃ", "©", "語"], by: level), [" é語"])
    }
}
