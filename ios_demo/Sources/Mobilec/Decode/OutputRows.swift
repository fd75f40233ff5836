#if canImport(Accelerate)
    import Accelerate
#endif

/// The output layer of a program for some words only: a method has its rows, of a fixed number of words a
/// call.
///
/// score of a word = hidden . its row + its bias
final class OutputRows {
    private let program: any Program
    private let method: String
    private let asked: Tensor
    private var words: [Int] = []
    /// (words at least, width).
    private var rows = Tensor(.float32, shape: [0, 0])
    /// (words at least): a program without a bias leaves zeros.
    private var bias = Tensor(.float32, shape: [0])
    private var sums = Tensor(.float32, shape: [0])

    init(_ program: any Program, _ method: MethodEntry) throws {
        guard let size = method.inputs.first?.shape.first, size.minimum == size.maximum, size.minimum > 0
        else { throw Refused("\(method.name) takes no fixed number of words; export the bundle again") }
        self.program = program
        self.method = method.name
        asked = Tensor(.int64, shape: [size.minimum])
    }

    /// Reads the rows of `words`; the last call asks for its words again where there are fewer.
    func read(_ words: [Int]) throws {
        self.words = words
        for begin in stride(from: 0, to: words.count, by: asked.count) {
            let count = min(asked.count, words.count - begin)
            asked.set((0..<asked.count).map { words[begin + $0 % count] })
            let outputs = try program.run(method, [TensorName.words: asked])
            let found = try output(TensorName.outputRows, of: outputs)
            guard found.shape.count == 2, found.shape[0] == asked.count, rows.takes(found.type) else {
                throw unfit(found, as: TensorName.outputRows)
            }
            let width = found.shape[1]
            grow(width, words.count)
            rows.copy(count * width, of: found, from: 0, to: begin * width)
            guard let own = outputs[TensorName.outputBias] else { continue }
            guard own.shape == [asked.count], bias.takes(own.type) else {
                throw unfit(own, as: TensorName.outputBias)
            }
            bias.copy(count, of: own, from: 0, to: begin)
        }
    }

    /// `hidden` (width) to the scores of the words, where each stands in `row` (vocabulary); the rest of it
    /// stays.
    func score(_ hidden: Row, into row: Row) throws {
        guard words.isEmpty || hidden.count == rows.shape[1] else {
            throw Refused(
                "a step gave \(hidden.count) numbers, and \(method) rows of \(rows.shape[1]); export the bundle "
                    + "again")
        }
        let (sums, bias) = (sums.floats, bias.floats)
        multiply(rows.floats, words.count, hidden, into: sums)
        for (at, word) in words.enumerated() { row[word] = sums[at] + bias[at] }
    }

    /// Room for so many words, with some to spare for other sentences.
    private func grow(_ width: Int, _ count: Int) {
        if rows.shape[1] == width && rows.shape[0] >= count { return }
        let room = count + count / 2
        rows = Tensor(.float32, shape: [room, width])
        bias = Tensor(.float32, shape: [room])
        sums = Tensor(.float32, shape: [room])
    }

    private func unfit(_ tensor: Tensor, as name: String) -> Refused {
        Refused(
            "\(method) gave \(name) as \(tensor.type.rawValue) \(tensor.shape) for \(asked.count) words; export "
                + "the bundle again")
    }
}

/// The first `count` of `rows` (count, width), each times `vector` (width), to `products` (count).
func multiply(_ rows: Row, _ count: Int, _ vector: Row, into products: Row) {
    guard count > 0, let first = rows.baseAddress, let numbers = vector.baseAddress,
        let product = products.baseAddress
    else { return }
    precondition(rows.count >= count * vector.count && products.count >= count)
    #if canImport(Accelerate)
        // As fast in debug builds.
        vDSP_mmul(first, 1, numbers, 1, product, 1, vDSP_Length(count), 1, vDSP_Length(vector.count))
    #else
        for at in 0..<count { product[at] = dot(first + at * vector.count, numbers, vector.count) }
    #endif
}

#if !canImport(Accelerate)
    /// Two sums of eight numbers each: one would wait for itself.
    private func dot(_ one: UnsafePointer<Float>, _ other: UnsafePointer<Float>, _ count: Int) -> Float {
        var (even, odd) = (SIMD8<Float>(), SIMD8<Float>())
        let whole = count / 16 * 16
        for at in stride(from: 0, to: whole, by: 16) {
            even += eight(one + at) * eight(other + at)
            odd += eight(one + at + 8) * eight(other + at + 8)
        }
        var sum = (even + odd).sum()
        for at in whole..<count { sum += one[at] * other[at] }
        return sum
    }

    private func eight(_ numbers: UnsafePointer<Float>) -> SIMD8<Float> {
        UnsafeRawPointer(numbers).loadUnaligned(as: SIMD8<Float>.self)
    }
#endif
