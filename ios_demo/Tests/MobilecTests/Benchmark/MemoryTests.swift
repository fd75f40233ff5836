import XCTest

@testable import Mobilec
@testable import MobilecBenchmark

final class MemoryTests: XCTestCase {
    func testResidentSwappedAndPeakAreReadFromTheStatusOfTheProcess() throws {
        let file = try status("Name:\tapp\nVmHWM:\t  300 kB\nVmRSS:\t 200 kB\nVmSwap:\t 150 kB\n")
        var watch = MemoryWatch(ProcessStatus(file: file))
        XCTAssertEqual(watch.look(), Taken(resident: 200 * 1024, peak: 300 * 1024, swapped: 150 * 1024))
        // Compressed swap hides pages from the peak that the system keeps.
        XCTAssertEqual(watch.peakWithSwap, 350 * 1024)
    }

    func testTheLargestLookIsKept() throws {
        let file = try status("VmHWM: 300 kB\nVmRSS: 300 kB\n")
        var watch = MemoryWatch(ProcessStatus(file: file))
        _ = watch.look()
        try "VmHWM: 10 kB\nVmRSS: 10 kB\n".write(to: file, atomically: true, encoding: .utf8)
        _ = watch.look()
        XCTAssertEqual(watch.peakWithSwap, 300 * 1024)
    }

    func testAPeakOfWhatWasBeforeIsNoPeakOfWhatIsWatched() throws {
        let file = try status("VmHWM: 900 kB\nVmRSS: 200 kB\n")
        var watch = MemoryWatch(ProcessStatus(file: file), alone: false)
        _ = watch.look()
        try "VmHWM: 900 kB\nVmRSS: 300 kB\nVmSwap: 5 kB\n".write(to: file, atomically: true, encoding: .utf8)
        _ = watch.look()
        try "VmHWM: 900 kB\nVmRSS: 100 kB\n".write(to: file, atomically: true, encoding: .utf8)
        _ = watch.look()
        XCTAssertEqual(watch.peak, 300 * 1024)
        XCTAssertEqual(watch.peakWithSwap, 305 * 1024)
    }

    func testWhereTheSystemDoesNotSayNothingIsMadeUp() {
        var watch = MemoryWatch(ProcessStatus(file: URL(fileURLWithPath: "/nowhere")))
        XCTAssertEqual(watch.look(), Taken(resident: nil, peak: nil, swapped: nil))
        XCTAssertNil(watch.look().withSwap)
        XCTAssertNil(watch.peakWithSwap)
    }

    private func status(_ text: String) throws -> URL {
        let file = try temporaryFolder(self).appendingPathComponent("status")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file
    }
}
