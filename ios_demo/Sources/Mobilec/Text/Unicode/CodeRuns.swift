/// Runs of code points in order, each with what is true of all of it.
struct CodeRuns<Value: Sendable>: Sendable {
    struct Run: Sendable {
        let first: UInt32
        let last: UInt32
        let value: Value
    }

    let runs: [Run]

    /// A table of runs: the first after the end of the one before, and what `read` makes of the numbers after
    /// it, with how many code points lie between the first and the last.
    init(table: String, _ read: (ArraySlice<Int>) -> (more: Int, value: Value)) {
        var end = 0
        runs = Tables.words(table).map { numbers in
            let first = end + numbers[0]
            let (more, value) = read(numbers.dropFirst())
            end = first + more + 1
            return Run(first: UInt32(first), last: UInt32(first + more), value: value)
        }
    }

    /// The run that a code point lies in.
    @inline(__always)
    func run(of code: UInt32) -> Run? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].last < code { low = middle + 1 } else { high = middle }
        }
        return low < runs.count && runs[low].first <= code ? runs[low] : nil
    }

    var codes: CodeSet { CodeSet(runs.map { $0.first...$0.last }) }
}
