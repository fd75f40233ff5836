/// Waits until the device is no longer warm, for `seconds` at most, and gives the seconds that it took. A
/// device that says nothing of its heat is not waited for.
func cooled(
    _ surroundings: any Surroundings, atMost seconds: Double, pause: Duration = .seconds(5),
    _ tell: (_ share: Double) -> Void
) async throws -> Double {
    let began = nanoseconds()
    while let heat = surroundings.thermal(), heat > .none {
        let waited = milliseconds(since: began) / 1000
        guard waited < seconds else { break }
        tell(waited / seconds)
        try await Task.sleep(for: min(pause, .seconds(seconds - waited)))
    }
    return (milliseconds(since: began) / 1000 * 1000).rounded() / 1000
}
