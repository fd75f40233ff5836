import Dispatch

/// Nanoseconds of a clock that never goes back, and stands still while the device sleeps.
func nanoseconds() -> UInt64 { DispatchTime.now().uptimeNanoseconds }

func milliseconds(_ began: UInt64, _ ended: UInt64) -> Double { Double(ended - began) / 1e6 }

func milliseconds(since began: UInt64) -> Double { milliseconds(began, nanoseconds()) }

/// Four digits of a millisecond: finer than any clock of a phone.
func rounded(_ milliseconds: Double) -> Double { (milliseconds * 1e4).rounded() / 1e4 }

/// (milliseconds, what it gave).
func timed<T>(_ work: () throws -> T) rethrows -> (ms: Double, result: T) {
    let began = nanoseconds()
    let result = try work()
    return (rounded(milliseconds(since: began)), result)
}
