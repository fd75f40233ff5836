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

/// What a classifier reads: texts alone, or where it labels `pairs` each with its pair, which token types
/// may tell apart.
struct Reading {
    var room: Room
    var pairs = false
    var readsTypes = false
}

/// The program of a bundle that labels texts, or texts and their pairs.
public final class Classifier {
    private let program: any Program
    private let tokenizer: any Tokenizer
    private let labels: [String]
    private let reading: Reading
    private var ids = Tensor(row: [])
    private var mask = Tensor(row: [])
    private var types = Tensor(row: [])

    /// Loads the program of the engine's format.
    public convenience init(_ bundle: Bundle, engine: any Engine, options: EngineOptions) throws {
        try refuseOtherTask(bundle)
        let tokenizer = try bundle.readTokenizer()
        try self.init(bundle, program: try loaded(bundle, engine, options), tokenizer: tokenizer)
    }

    /// With a program that is loaded.
    public convenience init(_ bundle: Bundle, program: any Program, tokenizer: any Tokenizer) throws {
        try refuseOtherTask(bundle)
        let manifest = bundle.manifest
        let room = Room(longest: manifest.limits.longest, keepsEnd: manifest.text.keepsEnd)
        let readsTypes = manifest.files.contains { $0.readsTypes }
        self.init(
            program: program, tokenizer: tokenizer, labels: manifest.text.labels,
            reading: Reading(room: room, pairs: manifest.text.pairs, readsTypes: readsTypes))
    }

    init(program: any Program, tokenizer: any Tokenizer, labels: [String], reading: Reading) {
        self.program = program
        self.tokenizer = tokenizer
        self.labels = labels
        self.reading = reading
    }

    /// The label of a text, or of a text and its pair; what is too long is cut, as it was for training.
    public func classify(_ text: String, pair: String? = nil) throws -> Classified {
        try refuseOther(text, pair)
        let logits = try logits(try encode(text, pair: pair))
        guard logits.allSatisfy(\.isFinite) else {
            throw Refused(
                "the program answers with logits that are no numbers, and nothing can be chosen by them; "
                    + "export the bundle again")
        }
        let largest = logits.max() ?? 0
        let powers = logits.map { exp(Double($0 - largest)) }
        let sum = powers.reduce(0, +)
        let shares = zip(labels, powers).map { Classified.Share(label: $0, share: $1 / sum) }
        return Classified(label: label(logits), shares: shares)
    }

    /// What the program reads of a text, and of its pair; special tokens stay where it is cut.
    public func encode(_ text: String, pair: String? = nil) throws -> Encoding {
        try tokenizer.encode(text, pair: pair, room: reading.room)
    }

    /// (labels): of ids without padding.
    public func logits(_ encoding: Encoding) throws -> [Float] {
        if ids.count != encoding.ids.count {
            ids = Tensor(row: encoding.ids)
            types = Tensor(row: encoding.types)
            mask = Tensor(row: Array(repeating: 1, count: encoding.ids.count))
        }
        ids.set(encoding.ids)
        var inputs = [TensorName.ids: ids, TensorName.mask: mask]
        if reading.readsTypes {
            types.set(encoding.types)
            inputs[TensorName.types] = types
        }
        let outputs = try program.run(MethodName.forward, inputs)
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

    private func refuseOther(_ text: String, _ pair: String?) throws {
        if [text, pair].contains(where: { $0?.unicodeScalars.allSatisfy(isSpace) == true }) {
            throw Refused("an empty text has no label; give a sentence")
        }
        if reading.pairs && pair == nil {
            throw Refused(
                "this model labels a text and its pair, and there is one text; give the other one too")
        }
        if !reading.pairs && pair != nil {
            throw Refused("this model labels one text at a time, and there are two")
        }
    }
}

private func refuseOtherTask(_ bundle: Bundle) throws {
    guard bundle.manifest.task == BundleTask.classification else {
        throw Refused(
            "the bundle \"\(bundle.manifest.name)\" is of the task \(bundle.manifest.task), and does not classify"
        )
    }
}
