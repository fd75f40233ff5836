extension Tensor {
    /// Copies `count` elements of `source` from `from` on to this tensor from `at` on, as numbers of
    /// its own type. Both are numbers with a point, or both are whole.
    func copy(_ count: Int, of source: Tensor, from: Int, to at: Int) {
        precondition(from + count <= source.count && at + count <= self.count)
        switch (source.type, type) {
        case (.float32, .float16):
            let (numbers, bits) = (source.floats, halves)
            for place in 0..<count { bits[at + place] = Half.bits(numbers[from + place]) }
        case (.float16, .float32):
            let (bits, numbers) = (source.halves, floats)
            for place in 0..<count { numbers[at + place] = Half.float(bits[from + place]) }
        case (.int64, .int32):
            let (long, short) = (source.longs, ints)
            for place in 0..<count { short[at + place] = Int32(clamping: long[from + place]) }
        case (.int32, .int64):
            let (short, long) = (source.ints, longs)
            for place in 0..<count { long[at + place] = Int64(short[from + place]) }
        default:
            precondition(source.type == type)
            let moved = source.bytes[from * type.size..<(from + count) * type.size]
            UnsafeMutableRawBufferPointer(rebasing: bytes[(at * type.size)...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: moved))
        }
    }

    /// Whether numbers of another type can be written as numbers of this one.
    func takes(_ other: ElementType) -> Bool {
        isWhole(type) == isWhole(other)
    }

    /// Copies `source`, which is nowhere larger, to the beginning of every axis; whole numbers behind it
    /// become `padding`, others 0.
    func fill(with source: Tensor, padding: Int) {
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
        if type == .int64 { longs.update(repeating: Int64(padding)) }
        if type == .int32 { ints.update(repeating: Int32(clamping: padding)) }
        let run = source.shape.last ?? 1
        guard run > 0 else { return }
        for row in 0..<source.count / run {
            copy(run, of: source, from: row * run, to: start(ofRow: row, shape: source.shape))
        }
    }

    /// Where row number `row` of a tensor of `shape` begins in this one, in elements.
    private func start(ofRow row: Int, shape other: [Int]) -> Int {
        var (rest, stride, found) = (row, 1, 0)
        for axis in other.indices.reversed() {
            if axis < other.count - 1 {
                found += rest % other[axis] * stride
                rest /= other[axis]
            }
            stride *= shape[axis]
        }
        return found
    }
}

private func isWhole(_ type: ElementType) -> Bool {
    switch type {
    case .int32, .int64: true
    case .float16, .float32: false
    }
}
