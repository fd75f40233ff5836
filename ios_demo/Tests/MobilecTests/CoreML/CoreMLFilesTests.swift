import XCTest

@testable import Mobilec

final class CoreMLPackageTests: XCTestCase {
    func testAPackageSaysWhichSystemItIsForAndWhatItsFunctionsAreCalled() throws {
        let folder = try temporaryFolder(self)
        for (specification, system, function) in [(8, 17, nil), (9, 18, "forward_32")] {
            let url = folder.appendingPathComponent("\(specification).mlpackage")
            try write(specification, to: url)
            let package = try XCTUnwrap(CoreMLPackage.all(of: file(["forward_32"]), at: url)["forward_32"])
            XCTAssertEqual(package.system, system)
            XCTAssertEqual(package.function("forward_32"), function)
            XCTAssertNoThrow(try package.refuseNewer(than: system))
            assertRefused("export it with --ios \(system - 1)") { try package.refuseNewer(than: system - 1) }
        }
    }

    func testAFolderHasAPackageForEachMethod() throws {
        let url = try temporaryFolder(self).appendingPathComponent("model.mlpackages")
        for method in ["encode", "decode"] {
            try write(8, to: url.appendingPathComponent("\(method).mlpackage"))
        }
        let packages = try CoreMLPackage.all(of: file(["encode", "decode"]), at: url)
        XCTAssertEqual(
            packages.mapValues(\.url.lastPathComponent),
            ["encode": "encode.mlpackage", "decode": "decode.mlpackage"])
    }

    func testTheShippedPackageIsForIOS18() throws {
        let url = try Fixtures.iosBundle("sentiment").appendingPathComponent("model.mlpackage")
        XCTAssertEqual(try CoreMLPackage.all(of: file(["forward_32"]), at: url)["forward_32"]?.system, 18)
    }

    func testWhatIsNoPackageIsRefused() throws {
        let url = try temporaryFolder(self).appendingPathComponent("model.mlpackage")
        assertRefused("is no Core ML package") { try CoreMLPackage.all(of: file(["forward"]), at: url) }
        try write(77, to: url)
        assertRefused("is of specification 77; this app knows 8 and 9") {
            try CoreMLPackage.all(of: file(["forward"]), at: url)
        }
    }

    func testASystemThatIsOlderThanAPackageIsAnObstacle() throws {
        let url = try temporaryFolder(self).appendingPathComponent("model.mlpackage")
        try write(9, to: url)
        let program = file(["forward_32"])
        XCTAssertEqual(
            CoreMLPackage.obstacle(program, at: url, present: 17), .system(needed: 18, present: 17))
        XCTAssertNil(CoreMLPackage.obstacle(program, at: url, present: 18))
        try write(77, to: url)
        guard case .words(let words) = CoreMLPackage.obstacle(program, at: url, present: 18) else {
            return XCTFail("an unknown package is none")
        }
        XCTAssertTrue(words.contains("specification 77"), words)
    }

    func testLengthsAreReadFromTheNotes() {
        XCTAssertEqual(lengths(noted: ["mobilec.lengths": "32,64,128"]), [32, 64, 128])
        XCTAssertEqual(lengths(noted: [:]), [])
    }

    /// The first fields of a model as protobuf writes them: specificationVersion, then a description.
    private func write(_ specification: UInt8, to package: URL) throws {
        let inner = package.appendingPathComponent("Data/com.apple.CoreML")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try Data([0x08, specification, 0x12, 0x00]).write(to: inner.appendingPathComponent("model.mlmodel"))
    }

    private func write(_ specification: Int, to package: URL) throws {
        try write(UInt8(specification), to: package)
    }

    private func file(_ methods: [String]) -> ProgramFile {
        ProgramFile(
            path: "model.mlpackage", format: "coreml", runtime: "coremltools", runtimeVersion: "9.0",
            precision: "int8",
            sizeBytes: 4, sha256: "", methods: methods.map { MethodEntry(name: $0, inputs: [], outputs: []) })
    }
}

final class CompiledFilesTests: XCTestCase {
    func testWhatWasKeptIsGivenOutAgain() throws {
        let folder = try temporaryFolder(self)
        let files = CompiledFiles(folder: folder.appendingPathComponent("kept"), system: "18.1")
        XCTAssertNil(files.kept("a"))
        let url = try files.keep(try compiled("first", in: folder), as: "a")
        XCTAssertEqual(files.kept("a"), url)
        XCTAssertEqual(
            try String(contentsOf: url.appendingPathComponent("weights/weight.bin"), encoding: .utf8), "first"
        )
        let again = try files.keep(try compiled("second", in: folder), as: "a")
        XCTAssertEqual(
            try String(contentsOf: again.appendingPathComponent("weights/weight.bin"), encoding: .utf8),
            "second")
        files.forget("a")
        XCTAssertNil(files.kept("a"))
    }

    func testAProgramIsLoadedForTheFirstTimeOnceInEachWay() throws {
        let folder = try temporaryFolder(self)
        let files = CompiledFiles(folder: folder.appendingPathComponent("kept"), system: "18.1")
        files.noteLoaded("a", "all")
        XCTAssertFalse(files.wasLoaded("a", "all"), "there is nothing of that name")
        _ = try files.keep(try compiled("first", in: folder), as: "a")
        files.noteLoaded("a", "all")
        XCTAssertTrue(files.wasLoaded("a", "all"))
        XCTAssertFalse(files.wasLoaded("a", "cpuOnly"))
        XCTAssertNotNil(files.kept("a"), "it is no part of the program")
        _ = try files.keep(try compiled("second", in: folder), as: "a")
        XCTAssertFalse(files.wasLoaded("a", "all"), "what is compiled anew is fitted anew")
    }

    func testADamagedEntryIsNotGivenOut() throws {
        let folder = try temporaryFolder(self)
        let files = CompiledFiles(folder: folder.appendingPathComponent("kept"), system: "18.1")
        let damages: [(URL) throws -> Void] = [
            { try Data().write(to: $0.appendingPathComponent("weights/weight.bin")) },
            { try FileManager.default.removeItem(at: $0.appendingPathComponent("weights/weight.bin")) },
            { try Data("more".utf8).write(to: $0.appendingPathComponent("more")) },
            { try FileManager.default.removeItem(at: $0) },
            {
                try FileManager.default.removeItem(
                    at: $0.deletingLastPathComponent().appendingPathComponent("files.txt"))
            },
        ]
        for damage in damages {
            let url = try files.keep(try compiled("whole", in: folder), as: "a")
            XCTAssertNotNil(files.kept("a"))
            try damage(url)
            XCTAssertNil(files.kept("a"))
        }
        _ = try files.keep(try compiled("anew", in: folder), as: "a")
        XCTAssertNotNil(files.kept("a"))
    }

    func testWhatAnotherSystemMadeIsNotUsedAndGoes() throws {
        let folder = try temporaryFolder(self)
        let kept = folder.appendingPathComponent("kept")
        let old = CompiledFiles(folder: kept, system: "18.1")
        let new = CompiledFiles(folder: kept, system: "18.2")
        _ = try old.keep(try compiled("old", in: folder), as: "a")
        XCTAssertNil(new.kept("a"))
        _ = try new.keep(try compiled("new", in: folder), as: "a")
        XCTAssertNil(old.kept("a"))
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: kept.path), ["18.2"])
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: kept.path + "/18.2"), ["a"])
    }

    func testWhatCannotBeKeptLeavesNothing() throws {
        let kept = try temporaryFolder(self).appendingPathComponent("kept")
        let files = CompiledFiles(folder: kept, system: "18.1")
        assertRefused("could not be kept") { try files.keep(URL(fileURLWithPath: "/nowhere"), as: "a") }
        XCTAssertEqual(try FileManager.default.contentsOfDirectory(atPath: kept.path + "/18.1"), [])
    }

    private func compiled(_ weights: String, in folder: URL) throws -> URL {
        let url = folder.appendingPathComponent("made.mlmodelc")
        let inner = url.appendingPathComponent("weights")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try Data(weights.utf8).write(to: inner.appendingPathComponent("weight.bin"))
        return url
    }
}

final class ReadingErrorsTests: XCTestCase {
    func testOnlyWhatCannotBeReadIsCompiledAnew() {
        let plan = NSError(domain: "com.apple.CoreML", code: 0)
        let io = NSError(domain: "com.apple.CoreML", code: 3)
        for error in [
            io, NSError(domain: "com.apple.CoreML", code: 0, userInfo: [NSUnderlyingErrorKey: io]),
            CocoaError(.fileReadNoSuchFile) as NSError, CocoaError(.fileReadCorruptFile) as NSError,
            POSIXError(.EIO) as NSError,
        ] { XCTAssertTrue(isOfReading(error), "\(error)") }
        for error in [
            plan, CocoaError(.fileWriteOutOfSpace) as NSError, POSIXError(.ENOMEM) as NSError,
            NSError(domain: "com.apple.appleneuralengine", code: 5),
        ] { XCTAssertFalse(isOfReading(error), "\(error)") }
    }
}

final class PlanCountTests: XCTestCase {
    func testSharesAreOfAllOperatorsThatHaveAPlace() {
        var count = PlanCount()
        XCTAssertNil(count.plan)
        count.neuralEngine = 6
        count.cpu = 2
        XCTAssertEqual(count.plan, Plan(neuralEngine: 0.75, gpu: 0, cpu: 0.25, operators: 8))
    }
}

final class StridedCopyTests: XCTestCase {
    /// (2, 3, 2) of which each row of 2 takes 4 places, and each matrix 16.
    func testGapsAreLeftOut() {
        let tensor = Tensor(.float32, shape: [2, 3, 2])
        copied(to: tensor, strides: [16, 4, 1])
        XCTAssertEqual(Array(tensor.floats), [0, 1, 4, 5, 8, 9, 16, 17, 20, 21, 24, 25])
    }

    func testContiguousMemoryIsCopiedAsItIs() {
        let tensor = Tensor(.float32, shape: [2, 3])
        copied(to: tensor, strides: [3, 1])
        XCTAssertEqual(Array(tensor.floats), [0, 1, 2, 3, 4, 5])
    }

    func testAnAxisOfOneMayHaveAnyStride() {
        let tensor = Tensor(.float32, shape: [1, 4])
        copied(to: tensor, strides: [64, 1])
        XCTAssertEqual(Array(tensor.floats), [0, 1, 2, 3])
    }

    func testElementsMayStandApart() {
        let tensor = Tensor(.float32, shape: [2, 2])
        copied(to: tensor, strides: [8, 2])
        XCTAssertEqual(Array(tensor.floats), [0, 2, 8, 10])
        copied(to: Tensor(.float32, shape: [0, 2]), strides: [2, 1])
    }

    /// From numbers that count up from 0.
    private func copied(to tensor: Tensor, strides: [Int]) {
        let numbers = (0..<40).map(Float.init)
        numbers.withUnsafeBytes { tensor.copy(from: $0, strides: strides) }
    }
}
