/// Tokens one after the other in one memory.
struct Tokens {
    private(set) var bytes: [UInt8] = []
    private var ends: [Int] = []

    init(_ tokens: [[UInt8]] = []) {
        for token in tokens { append(token) }
    }

    var count: Int { ends.count }

    mutating func append(_ token: some Collection<UInt8>) {
        bytes.append(contentsOf: token)
        ends.append(bytes.count)
    }

    /// All of them without anything between.
    mutating func fuse() {
        ends = [bytes.count]
    }

    func forEach(_ act: (Bytes) -> Void) {
        bytes.withUnsafeBufferPointer { bytes in
            var start = 0
            for end in ends {
                act(bytes.slice(start..<end))
                start = end
            }
        }
    }

    /// Each token as another one.
    func mapped(_ change: (_ token: [UInt8], _ at: Int) -> [UInt8]) -> Tokens {
        var made = Tokens()
        forEach { made.append(change(Array($0), made.count)) }
        return made
    }

    func joined(by separator: [UInt8]) -> [UInt8] {
        var made: [UInt8] = []
        var isFirst = true
        forEach { token in
            if !isFirst { made += separator }
            isFirst = false
            made += token
        }
        return made
    }
}
