import Foundation
import XCTest

@testable import Mobilec

final class PatternTests: XCTestCase {
    private func spans(_ pattern: some Pattern, _ text: String) -> [Span] {
        var found: [Span] = []
        Array(text.utf8).withUnsafeBufferPointer { pattern.find(in: $0, &found) }
        return found
    }

    private func found(_ pattern: String, _ text: String) throws -> [String] {
        let bytes = Array(text.utf8)
        return try spans(Expression(pattern), text).filter(\.matches).map {
            String(decoding: bytes[$0.start..<$0.end], as: UTF8.self)
        }
    }

    func testFindsWhatTheSystemsOwnFindsWhereTheTwoMeanTheSame() throws {
        for (pattern, text) in [
            ("a+b|abc", "xaab abc"), ("a*?b", "aaab"), ("\\s+(?!\\S)|\\s+", "a   b  "),
            ("(?<=a)b|(?<!a)c", "ab ac bc c"), ("a{2,3}", "aaaaaaa"), ("(?:ab)*c", "ababc c"),
            ("(?:ab){1,2}", "ababab"), ("[^a-c\\s]+", "abcd e"), ("[\\]a-]+", "a]-b"), ("\\Aa|a\\z", "aba"),
            ("^b|b$", "a\nb\nb"), ("\\bfoo\\b", "foo food foo"), ("x?", "axb"), ("\\x{61}\\u0062", "abab"),
            ("(?:a|ab)(?:c|bcd)", "abcd"), ("a++b", "aaab"), (".", "a\nb"), ("(?i:'S|'t)", "it's 'S 'T"),
            ("\\p{L}+|\\P{L}", "ab1"), ("\\P{L}", "a1"), ("(?=a).", "ab"), ("a{2}", "aaa"),
            ("[\\n\\r\\t]| {2,}", "a\t b  c"), ("a+?", "aaa"), ("(?:ab)??c", "abc"), ("(?:ab|c)++", "ababcc"),
            ("a{1,3}?b", "aaaab"), ("\\B.", "ab c"), ("a\\Z", "a\na\n"), ("(?:ab){2,}?", "abababab"),
            ("[^\\D]+", "a12"), ("\\w\\W", "a b_ "), ("(a|b)+c", "abac"), ("(?i:k|S|-)", "K-s"),
            ("a{0,2}b", "aaab"),
        ] {
            let system = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
            let all = NSRange(text.startIndex..., in: text)
            let expected = system.matches(in: text, range: all).compactMap { Range($0.range, in: text) }
                .map { String(text[$0]) }
            // An empty match where another ended counts there and not in Oniguruma.
            XCTAssertEqual(
                try found(pattern, text).filter { !$0.isEmpty }, expected.filter { !$0.isEmpty }, pattern)
        }
    }

    func testAnEmptyMatchCountsButNotWhereAnotherOneEnded() throws {
        XCTAssertEqual(
            try spans(Expression("(?=b)|a"), "abcb"),
            [(0, 1, true), (1, 3, false), (3, 3, true), (3, 4, false)].map {
                Span(start: $0, end: $1, matches: $2)
            })
    }

    func testCharactersBeyondTheFirstPlaneAreOne() throws {
        XCTAssertEqual(try found(".", "\u{1F600}"), ["\u{1F600}"])
        XCTAssertEqual(try found("(?<=\\x{1F600})b", "\u{1F600}b ab"), ["b"])
        XCTAssertEqual(try found("[\\x{1F600}-\\x{1F64F}]", "a\u{1F600}"), ["\u{1F600}"])
    }

    func testASpaceIsWhatOnigurumaTakesForOne() throws {
        XCTAssertEqual(
            try found("\\s", "\u{85}a\u{2028}\u{200B}\u{3000}"), ["\u{85}", "\u{2028}", "\u{3000}"])
    }

    func testClassesInClassesAndEscapes() throws {
        XCTAssertEqual(try found("[[ab]c]+", "abcd"), ["abc"])
        XCTAssertEqual(try found("\\p{^L}", "a1"), ["1"])
        XCTAssertEqual(try found("\\x61\\-", "a-"), ["a-"])
        XCTAssertEqual(try found("[\\f\\v\\a\\e]", "\u{C}\u{B}\u{7}\u{1B}x").count, 4)
        XCTAssertEqual(try found("a{,2}", "a{,2}"), ["a{,2}"])
    }

    /// On the stack of calls a loop of 200,000 rounds would be fatal.
    func testALongRunAndALongLoopNeedNoDeepStack() throws {
        XCTAssertEqual(try found("a+b?", String(repeating: "a", count: 200_000)).count, 1)
        XCTAssertEqual(try found("(?:ab)+?c|(?:ab)+", String(repeating: "ab", count: 200_000)).count, 1)
    }

    func testWhatIsNotServedIsRefused() {
        for pattern in [
            "(a", "a)", "[a", "*a", "a**", "(a)\\1", "\\h", "\\p{Greek}", "(?m:a)", "(?<n>a)", "(?>a)",
            "[[:alpha:]]",
            "[a&&b]", "(?<=a+)b", "(?:a?)*", "(?i:ä)", "(?i:[a-z])", "[z-a]", "[a-[b]]", "a{1,2}{3}", "\\",
            "\\X",
            "a{2000}", String(repeating: "(", count: 100) + String(repeating: ")", count: 100),
            String(repeating: "[", count: 100),
        ] {
            XCTAssertThrowsError(try Expression(pattern), pattern) { XCTAssertTrue($0 is Refused) }
        }
    }

    func testARefusalSaysWhatAndWhere() {
        XCTAssertThrowsError(try Expression("ab(?>c)")) {
            XCTAssertEqual(
                "\($0)",
                "the regular expression ab(?>c) of the tokenizer has a group that begins with (?>c at place 2, which "
                    + "this app does not read; export the model with another tokenizer")
        }
    }

    func testATextAsItStands() {
        let literal = Literal(wanted: Array("aa".utf8))
        XCTAssertEqual(
            spans(literal, "xaaaa"),
            [(0, 1, false), (1, 3, true), (3, 5, true)].map { Span(start: $0, end: $1, matches: $2) })
        XCTAssertEqual(spans(literal, "xa"), [Span(start: 0, end: 2, matches: false)])
    }
}
