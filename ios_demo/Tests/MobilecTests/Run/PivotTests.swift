import XCTest

@testable import Mobilec

/// A text through translators that meet, as Python sends it.
final class PivotTests: XCTestCase {
    /// What the toys were asked, in order.
    private actor Heard {
        var asked: [[String]]

        init(_ legs: Int) { asked = Array(repeating: [], count: legs) }

        func hear(_ texts: [String], _ leg: Int) { asked[leg] += texts }
    }

    /// The toy, which says "." for ";".
    private func sayer(
        _ leg: PivotFile.Leg, _ handling: Handling, _ file: PivotFile,
        _ heard: @escaping @Sendable ([String]) async -> Void
    ) -> Sayer {
        let (room, longest) = (file.room, file.longest)
        let words = Words(source: Characters(), target: Characters(), entry: leg.entry) {
            sentences(in: $0, language: $1)
        }
        @Sendable func speak(
            _ say: (inout Speaker) throws -> Translation
        ) async throws -> Translation {
            var settings = GenerationSettings(startId: 0, eosIds: [1])
            settings.maxLength = room
            var asked: [String] = []
            var speaker = Speaker(words: words, longest: longest, settings: settings, handling: handling) {
                ids in
                asked.append(words.text(ids))
                return toy(ids, room).map { $0 == 0x3B ? 0x2E : $0 }
            }
            let said = try say(&speaker)
            await heard(asked)
            return said
        }
        return Sayer(
            targetLanguage: leg.entry.targetLanguage,
            pieces: { try words.pieces($0, longest: longest, handling: handling) },
            said: { text in try await speak { try $0.translation(piece: text) } },
            whole: { text in try await speak { try $0.translation(text) } })
    }

    func testTextsGoThroughBothAsPythonSendsThem() async throws {
        let file = try PivotFile.read()
        XCTAssertGreaterThan(file.texts.count, 20)
        XCTAssertTrue(file.texts.contains { $0.legs.contains { $0.cut > 0 } })
        for one in file.texts {
            let heard = Heard(one.legs.count)
            let sayers = one.legs.enumerated().map { at, leg in
                sayer(leg, one.handling, file) { await heard.hear($0, at) }
            }
            let found = try await pivoted(one.text, sayers)
            let asked = await heard.asked
            for (at, leg) in one.legs.enumerated() {
                let said = found[at].translation
                XCTAssertEqual(asked[at].map { Array($0.utf8) }, leg.asked.map { Array($0.utf8) }, one.text)
                XCTAssertEqual(Array(said.text.utf8), Array(leg.translation.utf8), one.text)
                XCTAssertEqual(said.tokens.count, leg.tokens, one.text)
                XCTAssertEqual(said.cut, leg.cut, one.text)
            }
        }
    }

    func testEachIsTimedByItselfSentenceBySentence() async throws {
        let file = try PivotFile.read()
        let heard = Heard(1)
        let sayers = file.texts[0].legs.map { leg in
            sayer(leg, Handling(), file) { await heard.hear($0, 0) }
        }
        var ticks = 0.0
        let found = try await pivoted("Eins. Zwei.", sayers) {
            ticks += 1
            return ticks
        }
        let asked = await heard.asked
        XCTAssertEqual(asked, [["Eins.", "[Eins.]", "Zwei.", "[Zwei.]"]])
        XCTAssertEqual(found.map(\.milliseconds), [3, 2])
    }

    func testModelsThatDoNotMeetAreRefused() throws {
        let folder = try Fixtures.iosBundle("translation")
        let bundle = Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
        let model = Model(bundle, engine: try ReplayEngine("translation.coreml"), options: EngineOptions())
        XCTAssertThrowsError(try Pivot([model, model])) {
            XCTAssertTrue(
                "\($0)".contains("translates into de, and") && "\($0)".contains("reads en"), "\($0)")
        }
    }

    func testOneModelAloneIsItself() async throws {
        let folder = try Fixtures.iosBundle("translation")
        let bundle = Mobilec.Bundle(folder: folder, manifest: try Manifest.read(in: folder))
        let model = Model(bundle, engine: try ReplayEngine("translation.coreml"), options: EngineOptions())
        let legs = try await Pivot([model]).translate("We are hungry.")
        let alone = try await model.translate("We are hungry.")
        XCTAssertEqual(legs.map(\.translation), [alone])
        XCTAssertGreaterThan(legs[0].milliseconds, 0)
    }
}
