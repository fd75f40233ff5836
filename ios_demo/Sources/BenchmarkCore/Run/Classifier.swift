import Foundation

/// `shares`: of every label, in the order of the manifest; together 1.
public struct Classified: Sendable, Equatable {
    public struct Share: Sendable, Equatable {
        public let label: String
        public let share: Double
    }

    public let label: String
    public let shares: [Share]
}

/// The program of a bundle that labels texts.
public final class Classifier {
    private let program: any Program
    private let tokenizer: any Tokenizer
    private let labels: [String]
    private let longest: Int
    private var ids = Tensor(row: [])
    private var mask = Tensor(row: [])

    /// Loads the program of the engine's format.
    public convenience init(_ bundle: Bundle, engine: any Engine, options: EngineOptions) throws {
        try refuseOther(bundle)
        let tokenizer = try bundle.readTokenizer()
        try self.init(bundle, program: try loaded(bundle, engine, options), tokenizer: tokenizer)
    }

    /// With a program that is loaded.
    public convenience init(_ bundle: Bundle, program: any Program, tokenizer: any Tokenizer) throws {
        try refuseOther(bundle)
        self.init(
            program: program, tokenizer: tokenizer, labels: bundle.manifest.text.labels,
            longest: bundle.manifest.limits.longest)
    }

    init(program: any Program, tokenizer: any Tokenizer, labels: [String], longest: Int) {
        self.program = program
        self.tokenizer = tokenizer
        self.labels = labels
        self.longest = longest
    }

    /// The label of a text; one that is too long is cut, as it was for training.
    public func classify(_ text: String) throws -> Classified {
        if text.unicodeScalars.allSatisfy(isSpace) {
            throw Refused("an empty text has no label; give a sentence")
        }
        let logits = try logits(try ids(text))
        let largest = logits.max() ?? 0
        let powers = logits.map { exp(Double($0 - largest)) }
        let sum = powers.reduce(0, +)
        let shares = zip(labels, powers).map { Classified.Share(label: $0, share: $1 / sum) }
        return Classified(label: label(logits), shares: shares)
    }

    /// The ids of a text, at most `longest`: what is too much goes from the end of the text, and the
    /// special tokens behind it stay.
    public func ids(_ text: String) throws -> [Int] {
        let found = try tokenizer.encode(text)
        if found.count <= longest { return found }
        let empty = try tokenizer.encode("")
        let behind = zip(empty.reversed(), found.reversed()).prefix { $0 == $1 }.count
        return found.prefix(max(0, longest - behind)) + found.suffix(behind)
    }

    /// (labels): of ids without padding.
    public func logits(_ ids: [Int]) throws -> [Float] {
        if self.ids.count != ids.count {
            self.ids = Tensor(row: ids)
            mask = Tensor(row: Array(repeating: 1, count: ids.count))
        }
        self.ids.set(ids)
        let outputs = try program.run(
            MethodName.forward, [TensorName.ids: self.ids, TensorName.mask: mask])
        let found = try output(TensorName.logits, of: outputs)
        let numbers = Tensor(.float32, shape: [labels.count])
        guard found.count == labels.count, !labels.isEmpty, numbers.takes(found.type) else {
            throw Refused(
                "the program returned \(found.type.rawValue) \(found.shape) for \(labels.count) labels; export the "
                    + "bundle again")
        }
        numbers.copy(labels.count, of: found, from: 0, to: 0)
        return Array(numbers.floats)
    }

    /// The label with the largest logit; the first of equals.
    public func label(_ logits: [Float]) -> String {
        var best = 0
        for at in logits.indices where logits[at] > logits[best] { best = at }
        return labels[best]
    }

    public func close() { program.close() }
}

private func refuseOther(_ bundle: Bundle) throws {
    guard bundle.manifest.task == BundleTask.classification else {
        throw Refused(
            "the bundle \"\(bundle.manifest.name)\" is of the task \(bundle.manifest.task), and does not classify"
        )
    }
}
