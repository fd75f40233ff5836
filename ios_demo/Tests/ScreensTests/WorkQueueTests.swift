import XCTest

@testable import MobilecScreens

final class WorkQueueTests: XCTestCase {
    /// Counts how many are inside at once.
    private actor Room {
        private(set) var most = 0
        private(set) var order: [Int] = []
        private var now = 0

        func enter(_ number: Int) {
            now += 1
            most = max(most, now)
            order.append(number)
        }

        func leave() { now -= 1 }
    }

    func testOneAfterTheOther() async throws {
        let queue = WorkQueue()
        let room = Room()
        let gate = Gate()
        async let first: Void = queue.run {
            await room.enter(1)
            await gate.pass()
            await room.leave()
        }
        while await room.order.isEmpty { await Task.yield() }
        async let second: Void = queue.run {
            await room.enter(2)
            await room.leave()
        }
        await Task.yield()
        await gate.release()
        _ = try await (first, second)
        let most = await room.most
        let order = await room.order
        XCTAssertEqual(most, 1)
        XCTAssertEqual(order, [1, 2])
    }

    func testAFailureEndsNothingElse() async throws {
        let queue = WorkQueue()
        do {
            try await queue.run { throw CancellationError() }
            XCTFail("the failure was lost")
        } catch is CancellationError {}
        let answer = try await queue.run { 2 }
        XCTAssertEqual(answer, 2)
    }

    func testWhatIsCancelledWhileItWaitsNeverStarts() async throws {
        let queue = WorkQueue()
        let room = Room()
        let gate = Gate()
        async let first: Void = queue.run {
            await room.enter(1)
            await gate.pass()
        }
        while await room.order.isEmpty { await Task.yield() }
        let second = Task { try await queue.run { await room.enter(2) } }
        await Task.yield()
        second.cancel()
        await gate.release()
        try await first
        _ = await second.result
        let order = await room.order
        XCTAssertEqual(order, [1])
    }
}
