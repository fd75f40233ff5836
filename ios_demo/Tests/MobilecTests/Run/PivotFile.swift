import Foundation

@testable import Mobilec

/// tests/fixtures/pivot.json: what Python says of translators that meet.
struct PivotFile {
    struct Known {
        let code: String?
        let known: Bool
    }

    struct Same {
        let one: String?
        let other: String?
        let same: Bool
    }

    struct Set {
        let name: String
        let translators: [Direction]
        let choices: [Choice]
    }

    struct Leg {
        let entry: TextEntry
        let asked: [String]
        let translation: String
        let tokens: Int
        let cut: Int
    }

    struct Text {
        let text: String
        let handling: Handling
        let legs: [Leg]
    }

    let longest: Int
    let room: Int
    let known: [Known]
    let same: [Same]
    let sets: [Set]
    let texts: [Text]

    static func read() throws -> PivotFile {
        try Json.read(try Fixtures.shared("pivot.json")).record(at: "pivot.json") { fields in
            fields.any("about")
            return PivotFile(
                longest: try fields.int("longest"), room: try fields.int("room"),
                known: try fields.records("known") {
                    Known(code: try $0.textOrNil("code"), known: try $0.boolean("is"))
                },
                same: try fields.records("same") {
                    Same(
                        one: try $0.textOrNil("one"), other: try $0.textOrNil("other"),
                        same: try $0.boolean("is"))
                },
                sets: try fields.records("sets", set), texts: try fields.records("texts", text))
        }
    }

    private static func set(_ one: Fields) throws -> Set {
        Set(
            name: try one.text("name"), translators: try one.records("translators", direction),
            choices: try one.records("choices") { choice in
                Choice(
                    way: try choice.record("way", way), back: try choice.recordOrNil("back", way))
            })
    }

    private static func direction(_ one: Fields) throws -> Direction {
        Direction(source: try one.textOrNil("source"), target: try one.textOrNil("target"))
    }

    private static func way(_ one: Fields) throws -> Way {
        Way(
            legs: try one.list("legs") { try $0.whole(at: $1) }, direction: try direction(one),
            through: try one.textOrNil("through"))
    }

    private static func text(_ one: Fields) throws -> Text {
        Text(
            text: try one.text("text"),
            handling: Handling(asIs: try one.boolean("as_is"), joinLines: try one.boolean("join_lines")),
            legs: try one.records("legs") { leg in
                Leg(
                    entry: TextEntry(
                        tokenizer: "tokenizer.json", sourceLanguage: try leg.textOrNil("source"),
                        targetLanguage: try leg.textOrNil("target"),
                        sourceScripts: try leg.texts("scripts")),
                    asked: try leg.texts("asked"), translation: try leg.text("translation"),
                    tokens: try leg.int("tokens"), cut: try leg.int("cut"))
            })
    }
}
