import XCTest

@testable import Mobilec

/// Functions that are loaded when they are called, and what happens where one does not run.
final class FunctionsProgramTests: XCTestCase {
    /// What a device can do: which units load a function, and which run it.
    private final class Device {
        var loads: (String, ComputeUnits) -> Bool = { _, _ in true }
        var runs: (String, ComputeUnits) -> Bool = { _, _ in true }
        /// Whether it writes into memory that it is handed.
        var takesMemory = true
        private(set) var loaded: [String] = []

        func load(_ method: MethodEntry, _ units: ComputeUnits) throws -> Fake {
            loaded.append("\(method.name) \(units.rawValue)")
            guard loads(method.name, units) else { throw CannotRun("no plan for \(method.name)") }
            return Fake(method.name, units, self)
        }
    }

    private final class Fake: LoadedFunction {
        let lengths = [32, 64]
        private let name: String
        private let units: ComputeUnits
        private let device: Device
        private var copies = false
        private(set) var state: UInt8 = 0

        init(_ name: String, _ units: ComputeUnits, _ device: Device) {
            (self.name, self.units, self.device) = (name, units, device)
        }

        func run(_ inputs: [String: Tensor]) throws -> [String: Tensor] {
            state += 1
            guard device.runs(name, units) else { throw CannotRun("error -1") }
            guard copies || device.takesMemory else { throw CannotRun("the backing was not taken") }
            return ["ran": Tensor(row: [Int(state)])]
        }

        func copyOutputs() -> Bool {
            defer { copies = true }
            return !copies
        }

        func reset() { state = 0 }

        func withState(_ name: String, _ body: (StateMemory) throws -> Void) throws {
            try withUnsafeMutableBytes(of: &state) {
                try body(StateMemory(bytes: $0, rowBytes: 1, placeBytes: 1))
            }
        }
    }

    private let device = Device()

    private func program(
        _ units: ComputeUnits = .all, states: Bool = true, later: Set<String> = []
    ) throws -> FunctionsProgram {
        let state = TensorEntry(name: "key_0", dtype: "float16", shape: [Size(1)])
        let methods = [("encode_64", 64), ("encode_32", 32), ("decode_64", 64), ("decode_32", 32)].map {
            MethodEntry(
                name: $0, inputs: [TensorEntry(name: "ids", dtype: "int32", shape: [Size(1), Size($1)])],
                outputs: [], states: states && $0.hasPrefix("decode") ? [state] : [])
        }
        return try FunctionsProgram(methods, units: units, later: later, load: device.load)
    }

    private func ran(_ program: FunctionsProgram, _ method: String) throws -> Int {
        let found = try XCTUnwrap(try program.run(method, [:])["ran"])
        return withExtendedLifetime(found) { Int(found.longs[0]) }
    }

    func testAMethodThatMayNeverBeCalledIsLoadedByItsFirstCall() throws {
        let program = try program(later: ["decode"])
        XCTAssertEqual(device.loaded, ["encode_32 all"])
        XCTAssertEqual(program.lengths, [32, 64])
        _ = try program.run("decode_32", [:])
        XCTAssertEqual(device.loaded, ["encode_32 all", "decode_32 all"])
    }

    func testTheShortestOfEachMethodIsLoadedAtOnceAndOthersWhenTheyAreCalled() throws {
        let program = try program()
        XCTAssertEqual(Set(device.loaded), ["encode_32 all", "decode_32 all"])
        XCTAssertEqual(program.lengths, [32, 64])
        _ = try program.run("decode_64", [:])
        _ = try program.run("decode_64", [:])
        XCTAssertEqual(device.loaded.count, 3)
        XCTAssertEqual(program.units, .all)
        assertRefused("there is no method \"forward\"; the program has decode_32") {
            try program.run("forward", [:])
        }
    }

    func testAFunctionThatIsNotLoadedOnAllUnitsIsOnFewer() throws {
        device.loads = { _, units in units == .cpuOnly }
        let program = try program()
        XCTAssertEqual(program.units, .cpuOnly)
        XCTAssertEqual(try ran(program, "encode_32"), 1)
        XCTAssertEqual(try ran(program, "decode_64"), 1)
        XCTAssertTrue(device.loaded.contains("decode_64 cpuOnly"))
        XCTAssertFalse(device.loaded.contains("decode_64 all"), "what does not load is not tried again")
    }

    func testAFunctionThatDoesNotRunTheFirstTimeRunsElsewhereWithFreshStates() throws {
        device.runs = { name, units in name != "decode_64" || units == .cpuAndGPU }
        let program = try program()
        XCTAssertEqual(try ran(program, "encode_32"), 1)
        XCTAssertEqual(try ran(program, "decode_64"), 1, "the failed call is not in its states")
        XCTAssertEqual(program.units, .cpuAndGPU)
        XCTAssertEqual(try ran(program, "encode_32"), 1, "all functions are loaded anew")
        XCTAssertTrue(device.loaded.contains("encode_32 cpuAndGPU"))
    }

    func testAFunctionThatHasRunIsNotRunElsewhere() throws {
        let program = try program()
        _ = try program.run("decode_32", [:])
        device.runs = { _, units in units != .all }
        assertRefused("the method decode_32 did not run: error -1") { try program.run("decode_32", [:]) }
        XCTAssertEqual(program.units, .all)
        XCTAssertEqual(try ran(program, "decode_64"), 1, "another one may")
    }

    func testADeviceThatRunsItNowhereSaysAllThatWasTried() throws {
        device.loads = { name, _ in name != "decode_64" }
        let program = try program()
        assertRefused(
            "no compute units of this device (on all: no plan for decode_64; on cpuAndGPU: no plan for "
                + "decode_64; on cpuOnly: no plan for decode_64)"
        ) { try program.run("decode_64", [:]) }
        XCTAssertThrowsError(try program.run("decode_64", [:])) {
            XCTAssertEqual(($0 as? Refused)?.ofEngine, true, "another engine may run the bundle")
        }
        XCTAssertEqual(try ran(program, "decode_32"), 1, "the next sentence may be a short one")
    }

    func testTheNeuralEngineAloneFallsToTheProcessor() throws {
        device.loads = { _, units in units == .cpuOnly }
        XCTAssertEqual(try program(.cpuAndNeuralEngine).units, .cpuOnly)
        XCTAssertFalse(device.loaded.contains { $0.hasSuffix("cpuAndGPU") })
    }

    func testMemoryThatIsNotTakenIsCopiedFromAndTheUnitsStay() throws {
        device.takesMemory = false
        let program = try program()
        XCTAssertEqual(try ran(program, "decode_32"), 1)
        XCTAssertEqual(try ran(program, "decode_32"), 2)
        XCTAssertEqual(program.units, .all)
    }

    func testWhatIsWrongWithACallIsNotTriedElsewhere() throws {
        let program = try FunctionsProgram([], units: .all) { _, _ in throw Refused("damaged") }
        assertRefused("there is no method") { try program.run("encode", [:]) }
        let entry = MethodEntry(name: "encode", inputs: [], outputs: [])
        assertRefused("damaged") {
            try FunctionsProgram([entry], units: .all) { _, _ in throw Refused("damaged") }
        }
    }

    func testStatesAreThoseOfWhatIsLoaded() throws {
        XCTAssertNil(try program(states: false).states)
        let program = try program()
        let states = try XCTUnwrap(program.states)
        assertRefused("decode_64 has not run") { try states.withState("key_0", of: "decode_64") { _ in } }
        _ = try program.run("decode_64", [:])
        _ = try program.run("decode_64", [:])
        try states.withState("key_0", of: "decode_64") { XCTAssertEqual($0.bytes[0], 2) }
        try states.reset()
        try states.withState("key_0", of: "decode_64") { XCTAssertEqual($0.bytes[0], 0) }
        program.close()
        assertRefused("has not run") { try states.withState("key_0", of: "decode_64") { _ in } }
    }
}
