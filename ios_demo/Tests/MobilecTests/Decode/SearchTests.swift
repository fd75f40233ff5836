import Foundation
import XCTest

@testable import Mobilec

final class SearchTests: XCTestCase {
    /// Which searches end otherwise than Python's, or are refused.
    private func differences(
        _ recorded: Searches, _ model: any StepModel, _ change: (inout GenerationSettings) -> Void = { _ in }
    )
        throws -> [String]
    {
        try recorded.cases.enumerated().compactMap { at, one in
            var settings = one.settings
            change(&settings)
            do {
                let found = try search(model, one.source, settings)
                return found == one.tokens ? nil : "case \(at): \(found), not \(one.tokens)"
            } catch let refused as Refused {
                return "case \(at): \(refused)"
            }
        }
    }

    func testEverySearchEndsAsPythonsEnds() throws {
        let recorded = try Searches.recorded()
        XCTAssertEqual(recorded.cases.count, 400)
        let toy = Toy(recorded.table)
        XCTAssertEqual(try differences(recorded, CachedDecoder(toy, recorded.states)), [])
        XCTAssertEqual(try differences(recorded, CachedDecoder(toy, recorded.states, type: .float16)), [])
    }

    func testWhatIsNoNumberIsRefusedWherePythonRefusesItInTheSameWords() throws {
        let recorded = try Searches.recorded()
        XCTAssertEqual(recorded.broken.count, 72)
        for (at, one) in recorded.broken.enumerated() {
            let table = recorded.table.map { row in
                row.enumerated().map { $0 == one.word ? one.value : $1 }
            }
            let model = CachedDecoder(Toy(table), recorded.states)
            do {
                let found = try search(model, one.ended.source, one.ended.settings)
                XCTAssertEqual(one.refused, "", "case \(at)")
                XCTAssertEqual(found, one.ended.tokens, "case \(at)")
            } catch let refused as Refused {
                XCTAssertEqual("\(refused)", one.refused, "case \(at)")
            }
        }
    }

    func testStatesThatTheProgramKeepsGiveTheSame() throws {
        let recorded = try Searches.recorded()
        let toy = StatefulToy(recorded.table, recorded.states)
        XCTAssertEqual(try differences(recorded, StatefulDecoder(toy, toy, recorded.states)), [])
    }

    func testStatesThatAreRoundedUpGiveTheSame() throws {
        let recorded = try Searches.recorded()
        let states = recorded.states
        let sizes = states.kept.flatMap { $0.shape.dropFirst() }
        XCTAssertTrue(sizes.allSatisfy { $0 < 32 }, "what is kept is smaller than its states")
        let toy = StatefulToy(recorded.table, states, rounded: true)
        XCTAssertEqual(try differences(recorded, StatefulDecoder(toy, toy, states)), [])
        XCTAssertNotEqual(try differences(recorded, Unmoved(StatefulDecoder(toy, toy, states))), [])
    }

    func testStatesWhoseHypothesesDoNotMoveAreFoundOut() throws {
        let recorded = try Searches.recorded()
        let right = CachedDecoder(Toy(recorded.table), recorded.states)
        XCTAssertNotEqual(try differences(recorded, Unmoved(right)), [])
    }

    func testAConstraintThatIsIgnoredIsFoundOut() throws {
        let recorded = try Searches.recorded()
        let model = CachedDecoder(Toy(recorded.table), recorded.states)
        let changes: [(inout GenerationSettings) -> Void] = [
            { $0.noRepeatNgram = 0 }, { $0.badWords = [] }, { $0.forcedBos = nil }, { $0.forcedEos = [] },
            { $0.suppress = [] }, { $0.beginSuppress = [] }, { $0.renormalize = false }, { $0.minLength = 0 },
            { $0.lengthPenalty = 1 }, { $0.earlyStopping = .always }, { $0.repetitionPenalty = 1 },
            { $0.encoderRepetitionPenalty = 1 }, { $0.encoderNoRepeatNgram = 0 }, { $0.sequenceBias = [] },
            { $0.decay = nil }, { $0.removeInvalid = false },
        ]
        for (at, change) in changes.enumerated() {
            XCTAssertNotEqual(try differences(recorded, model, change), [], "change \(at)")
        }
    }

    func testWordsOfTheSourceWithoutAScoreAreLeftAside() throws {
        let recorded = try Searches.recorded()
        let model = CachedDecoder(Toy(recorded.table), recorded.states)
        var settings = GenerationSettings(startId: 0, eosIds: [1])
        settings.maxLength = 5
        let plain = try search(model, [13], settings)
        settings.encoderRepetitionPenalty = 2
        settings.encoderNoRepeatNgram = 1
        XCTAssertEqual(try search(model, [13], settings), plain)
    }

    func testPaddingBehindASourceChangesNothing() throws {
        let recorded = try Searches.recorded()
        let model = CachedDecoder(Toy(recorded.table), recorded.states)
        try model.encode([3, 4])
        let alone = Array(try model.step([0], position: 0).floats)
        try model.encode([3, 4, 8, 8], mask: [1, 1, 0, 0])
        XCTAssertEqual(Array(try model.step([0], position: 0).floats), alone)
        model.reset()
        XCTAssertEqual(Array(try model.step([0], position: 0).floats), alone)
    }

    func testWhatTheProgramHasNoRoomForIsRefusedBeforeAnyWork() throws {
        let recorded = try Searches.recorded()
        let model = CachedDecoder(Toy(recorded.table), recorded.states)
        var settings = GenerationSettings(startId: 0, eosIds: [1])
        settings.maxLength = 14
        assertRefused("up to 13 tokens were asked for, but this program has room for 12") {
            try search(model, [1], settings)
        }
        settings.maxLength = 13
        assertRefused("6 beams were asked for, but this program extends 5") {
            try search(model, [1], settings.with(beams: 6))
        }
        assertRefused("a source of no tokens") { try search(model, [], settings) }
        assertRefused("a mask of 1 was given for a source of 2") { try model.encode([1, 2], mask: [1]) }
        XCTAssertFalse(try search(model, [1], settings).isEmpty)
        assertRefused("the position 12 was asked for") { try model.step([0], position: 12) }
        assertRefused("0 hypotheses were given") { try model.step([], position: 0) }
        assertRefused("cannot be moved by [9]") { try model.reorder([9]) }
    }

    func testSettingsThatAreNoneAreRefused() throws {
        let recorded = try Searches.recorded()
        let model = CachedDecoder(Toy(recorded.table), recorded.states)
        var settings = GenerationSettings(startId: 0, eosIds: [1])
        settings.maxLength = 1
        assertRefused("max_length 1 leaves no token after the start") { try search(model, [1], settings) }
        settings.maxLength = 5
        assertRefused("0 beams were asked for") { try search(model, [1], settings.with(beams: 0)) }
        settings.suppress = [13]
        for beams in [1, 2] {
            assertRefused("name the token 13, and the program knows 13") {
                try search(model, [1], settings.with(beams: beams))
            }
        }
        settings.suppress = []
        settings.sequenceBias = [Bias(tokens: [2, 13], added: 1)]
        assertRefused("name the token 13") { try search(model, [1], settings) }
        settings.sequenceBias = [Bias(tokens: [], added: 1)]
        assertRefused("a bias names no token") { try search(model, [1], settings) }
        settings.sequenceBias = []
        settings.repetitionPenalty = 0
        assertRefused("a penalty of 0.0 was asked for") { try search(model, [1], settings) }
    }

    func testAProgramThatReturnsSomethingElseIsRefused() throws {
        let kept = ["key_0", "value_0"].map {
            State(name: $0, new: "new_\($0)", shape: [2, 4, 2], update: .append)
        }
        let states = States(hypotheses: 2, capacity: 4, source: [], kept: kept)
        let settings = GenerationSettings(startId: 0, eosIds: [1])
        func refused(_ words: String, _ outputs: [String: Tensor]) {
            let model = CachedDecoder(Fixed(outputs), states)
            var few = settings
            few.maxLength = 4
            assertRefused(words) { try search(model, [1], few) }
        }
        let row = Tensor(.float32, shape: [2, 1, 2])
        refused("the program returned , and no new_key_0", [:])
        refused("new_key_0 is float32 [3], which does not fit", ["new_key_0": Tensor(.float32, shape: [3])])
        refused("new_key_0 is int64", ["new_key_0": Tensor(.int64, shape: [2, 1, 2])])
        refused("returned new_key_0, new_value_0, and no logits", ["new_key_0": row, "new_value_0": row])
        let logits = Tensor(.float32, shape: [1, 8])
        refused("the logits are float32 [1, 8]", ["new_key_0": row, "new_value_0": row, "logits": logits])
    }

    func testASearchThatIsCancelledEnds() async throws {
        let recorded = try Searches.recorded()
        for beams in [1, 3] {
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                var settings = GenerationSettings(startId: 0, eosIds: [1])
                settings.maxLength = 10
                let model = CachedDecoder(Toy(recorded.table), recorded.states)
                return try search(model, [3], settings.with(beams: beams))
            }
            let result = await task.result
            XCTAssertThrowsError(try result.get()) { XCTAssertTrue($0 is CancellationError) }
        }
    }

    func testTheManifestSaysWhoKeepsTheStates() throws {
        let decoding = Decoding(
            settings: GenerationSettings(startId: 0, eosIds: [1]), hypotheses: 2, capacity: 4, source: [],
            states: [StateEntry(name: "key_0", new: "new_key_0", update: .append)])
        let key = TensorEntry(name: "key_0", dtype: "float16", shape: [Size(2), Size(4), Size(2)])
        func file(_ decode: MethodEntry) -> ProgramFile {
            ProgramFile(
                path: "model", format: "coreml", runtime: "", runtimeVersion: "", precision: "", sizeBytes: 0,
                sha256: "", methods: [decode])
        }
        let stateful = file(MethodEntry(name: "decode_32", inputs: [], outputs: [], states: [key]))
        let toy = StatefulToy([[0, 1]], try States(in: stateful, decoding))
        XCTAssertTrue(try stepModel(toy, stateful, decoding) is StatefulDecoder)
        assertRefused("keeps its states itself") { try stepModel(Fixed([:]), stateful, decoding) }
        let own = file(MethodEntry(name: "decode", inputs: [key], outputs: []))
        XCTAssertTrue(try stepModel(Fixed([:]), own, decoding) is CachedDecoder)
    }
}

/// Returns the same whatever it is asked.
private final class Fixed: Program {
    private let outputs: [String: Tensor]

    init(_ outputs: [String: Tensor]) { self.outputs = outputs }

    func run(_ method: String, _ inputs: [String: Tensor]) -> [String: Tensor] {
        method == "encode" ? [:] : outputs
    }

    func close() {}
}

/// Forgets to move its hypotheses.
final class Unmoved: StepModel {
    private let model: any StepModel

    init(_ model: any StepModel) { self.model = model }

    var hypotheses: Int { model.hypotheses }
    var capacity: Int { model.capacity }

    func encode(_ ids: [Int], mask: [Int]?) throws { try model.encode(ids, mask: mask) }

    func step(_ tokens: [Int], position: Int) throws -> Tensor { try model.step(tokens, position: position) }

    func reorder(_ origins: [Int]) {}

    func reset() throws { try model.reset() }
}
