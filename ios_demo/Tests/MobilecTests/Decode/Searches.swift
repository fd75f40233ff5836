@testable import Mobilec

/// Searches over the toy translator and how Python's end: decoding.json.
struct Searches {
    struct Case {
        let settings: GenerationSettings
        let source: [Int]
        let tokens: [Int]
    }

    /// A search over the toy whose word `word` has the score `value` in every row; it finds the tokens, or is
    /// refused with these words.
    struct Broken {
        let value: Float
        let word: Int
        let ended: Case
        let refused: String
    }

    let states: States
    var table: [[Float]] = [[]]
    var cases: [Case] = []
    var broken: [Broken] = []

    static func recorded() throws -> Searches {
        try Json.read(try Fixtures.shared("decoding.json")).record(at: "decoding.json") { fields in
            fields.any("about")
            return Searches(
                states: try fields.record("states") { fields in
                    States(
                        hypotheses: try fields.int("hypotheses"), capacity: try fields.int("capacity"),
                        source: try fields.texts("source"),
                        kept: try fields.records("kept") {
                            State(
                                name: try $0.text("name"), new: try $0.text("new"),
                                shape: try $0.ints("shape"),
                                update: try $0.update())
                        })
                },
                table: try fields.list("table") { try $0.items(at: $1) { Float(try $0.real(at: $1)) } },
                cases: try fields.records("cases", read),
                broken: try fields.records("no_numbers") {
                    Broken(
                        value: Float(try $0.text("value")) ?? 0, word: try $0.int("word"),
                        ended: try read($0), refused: try $0.text("refused"))
                })
        }
    }

    private static func read(_ fields: Fields) throws -> Case {
        Case(
            settings: try fields.record("settings") { try $0.settings() },
            source: try fields.ints("source"),
            tokens: try fields.ints("tokens"))
    }
}
