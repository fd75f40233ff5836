@testable import Mobilec

/// Searches over the toy translator and how Python's end: decoding.json.
struct Searches {
    struct Case {
        let settings: GenerationSettings
        let source: [Int]
        let tokens: [Int]
    }

    let states: States
    var table: [[Float]] = [[]]
    var cases: [Case] = []

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
                cases: try fields.records("cases") {
                    Case(
                        settings: try $0.record("settings") { try $0.settings() },
                        source: try $0.ints("source"),
                        tokens: try $0.ints("tokens"))
                })
        }
    }
}
