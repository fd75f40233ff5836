#if canImport(Darwin)
    import XCTest

    @testable import Mobilec
    @testable import MobilecBenchmark

    /// What a Mac or a phone says of itself.
    final class AppleTests: XCTestCase {
        func testTheFootprintIsThatOfThisProcess() throws {
            let before = try XCTUnwrap(Footprint().look().resident)
            XCTAssertGreaterThan(before, 1 << 20)
            let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 20, alignment: 16384)
            defer { block.deallocate() }
            block.initializeMemory(as: UInt8.self, repeating: 1)
            let after = Footprint().look()
            XCTAssertGreaterThan(try XCTUnwrap(after.resident), before + 32 << 20)
            XCTAssertGreaterThanOrEqual(try XCTUnwrap(after.peak), try XCTUnwrap(after.resident) / 2)
        }

        func testTheDeviceHasItsModelAndWhatItsProcessorOffers() {
            let device = Device.apple()
            XCTAssertEqual(device.manufacturer, "Apple")
            XCTAssertFalse(device.model?.isEmpty ?? true)
            XCTAssertGreaterThan(device.cores, 0)
            XCTAssertGreaterThan(device.memoryBytes ?? 0, 1 << 30)
            #if arch(arm64)
                // Apple's processors have had both since the A13 and the M1.
                XCTAssertTrue(Set(device.features).isSuperset(of: ["asimddp", "asimdhp"]))
            #endif
        }

        func testSurroundingsSayWhatTheBatteryOfTheAppSays() async {
            let app = AppBuild(name: "test", version: "0", commit: "", buildType: "release")
            let surroundings = AppleSurroundings(app: app) { Battery(percent: 80, plugged: false) }
            let condition = await surroundings.condition()
            XCTAssertEqual(condition.batteryPercent, 80)
            XCTAssertEqual(condition.plugged, false)
            XCTAssertNotNil(condition.powerSave)
            XCTAssertNotNil(condition.thermal)
        }
    }
#endif
