/// Tokens by their letters: of each node the byte that leads to it, the id of the token that ends there,
/// and its children, which stand next to each other in order of their bytes.
struct Prefixes: Sendable {
    static let none = -1

    private var labels: [UInt8] = [0]
    private var tokens: [Int32] = []
    /// Where the children of a node begin; they end where those of the next node do.
    private var children: [Int32] = []

    /// Of equal tokens the last one counts. `ids` are those of the places of `texts`.
    init(_ texts: ByteTable, ids: [Int]) {
        let order = (0..<texts.count).sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
        var ranges = [(0..<order.count, depth: 0)]
        var node = 0
        while node < ranges.count {
            var (range, depth) = ranges[node]
            var token = Self.none
            while let first = range.first, texts.length(order[first]) == depth {
                token = ids[order[first]]
                range.removeFirst()
            }
            tokens.append(Int32(token))
            children.append(Int32(ranges.count))
            while let first = range.first {
                let label = Self.byte(texts, order[first], depth)
                let rest = range.drop { Self.byte(texts, order[$0], depth) == label }
                labels.append(label)
                ranges.append((first..<rest.startIndex, depth: depth + 1))
                range = rest.startIndex..<range.endIndex
            }
            node += 1
        }
        children.append(Int32(ranges.count))
    }

    private static func byte(_ texts: ByteTable, _ place: Int, _ depth: Int) -> UInt8 {
        let text = texts[place]
        return text[text.startIndex + depth]
    }

    /// The node that tokens beginning with these bytes stand under; nil if there are none.
    func node(of beginning: [UInt8]) -> Int? {
        var node = 0
        for byte in beginning {
            guard let child = child(of: node, byte) else { return nil }
            node = child
        }
        return node
    }

    /// The id of a whole token.
    func id(_ token: Bytes) -> Int? {
        var node = 0
        for byte in token {
            guard let child = child(of: node, byte) else { return nil }
            node = child
        }
        return tokens[node] == Self.none ? nil : Int(tokens[node])
    }

    /// Each token that stands in a text at a place, the shortest first, with the place where it ends.
    /// `node`: what was read before it.
    @inline(__always)
    func forEach(
        in text: Bytes, from start: Int, after node: Int = 0, _ found: (_ end: Int, _ id: Int) -> Void
    ) {
        var node = node
        var at = start
        while at < text.count, let child = child(of: node, text[at]) {
            node = child
            at += 1
            if tokens[node] != Self.none { found(at, Int(tokens[node])) }
        }
    }

    @inline(__always)
    private func child(of node: Int, _ byte: UInt8) -> Int? {
        let end = Int(children[node + 1])
        var low = Int(children[node])
        var high = end
        while low < high {
            let middle = (low + high) >> 1
            if labels[middle] < byte { low = middle + 1 } else { high = middle }
        }
        return low < end && labels[low] == byte ? low : nil
    }
}
