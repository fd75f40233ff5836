extension Tensor {
    /// Copies elements of this tensor's type and shape from memory in which axis i takes `strides[i]`
    /// elements a step, as a runtime may lay them out for its hardware.
    public func copy(from source: UnsafeRawBufferPointer, strides: [Int]) {
        precondition(strides.count == shape.count)
        guard count > 0 else { return }
        let axis = contiguousAxis(strides)
        let run = shape[axis...].reduce(type.size, *)
        for row in 0..<bytes.count / run {
            let start = start(ofRow: row, outer: axis, strides) * type.size
            precondition(start + run <= source.count, "a runtime returned less than its shape says")
            UnsafeMutableRawBufferPointer(rebasing: bytes[row * run..<(row + 1) * run])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + run]))
        }
    }

    /// The first axis from which on the elements stand one after the other.
    private func contiguousAxis(_ strides: [Int]) -> Int {
        var (axis, expected) = (shape.count, 1)
        while axis > 0, shape[axis - 1] == 1 || strides[axis - 1] == expected {
            axis -= 1
            expected *= shape[axis]
        }
        return axis
    }

    /// Where row number `row` over the first `outer` axes begins, in elements of the source.
    private func start(ofRow row: Int, outer: Int, _ strides: [Int]) -> Int {
        var (rest, found) = (row, 0)
        for axis in (0..<outer).reversed() {
            found += rest % shape[axis] * strides[axis]
            rest /= shape[axis]
        }
        return found
    }
}
