import Foundation

/// golden.json: real inputs with the answers of the PyTorch model.
public enum Golden: Sendable, Equatable {
    case classifier(ClassifierGolden)
    case translator(TranslatorGolden)

    /// Format to the largest centred relative error that a runtime may show.
    public var tolerance: [String: Double] {
        switch self {
        case .classifier(let golden): golden.tolerance
        case .translator(let golden): golden.tolerance
        }
    }

    /// The texts of the sentences and how many ids each has.
    public var sentences: [(text: String, ids: Int)] {
        switch self {
        case .classifier(let golden): golden.sentences.map { ($0.text, $0.ids.count) }
        case .translator(let golden): golden.sentences.map { ($0.text, $0.ids.count) }
        }
    }

    private static let schema = 1

    /// Reads golden.json; refuses another schema.
    static func read(_ file: URL) throws -> Golden {
        let document = try Json.read(file)
        guard document["schema"] == .integer(schema) else {
            throw Refused(
                "\(file.path) has schema \(document["schema"] ?? .null); this app reads \(schema)")
        }
        return try document.record(at: file.path) { fields in
            _ = try fields.long("schema")
            switch try fields.text("task") {
            case BundleTask.classification: return .classifier(try fields.classifierGolden())
            case BundleTask.translation: return .translator(try fields.translatorGolden())
            case let task:
                throw Refused("\(file.path) is of the task \"\(task)\", which this app does not know")
            }
        }
    }
}

public struct ClassifierGolden: Sendable, Equatable {
    public struct Sentence: Sendable, Equatable {
        public let text: String
        public let ids: [Int]
        public let logits: [Double]
        public let label: String
        /// How far the best logit is above the second.
        public let margin: Double
        /// The text beside `text`, where pairs are labelled.
        public var pair: String?
        /// Of a program that reads token types, else empty.
        public var types: [Int] = []
    }

    public struct Probe: Sendable, Equatable {
        public let ids: [Int]
        /// How many pad ids, masked by 0, stand behind ``ids``.
        public let padding: Int
        public let logits: [Double]
        public var types: [Int] = []
    }

    public let sentences: [Sentence]
    public let probes: [Probe]
    public let tolerance: [String: Double]
}

public struct TranslatorGolden: Sendable, Equatable {
    public struct Sentence: Sendable, Equatable {
        public let text: String
        public let ids: [Int]
        /// The tokens with one beam.
        public let greedy: [Int]
        /// The tokens with the manifest's settings.
        public let searched: [Int]
        public let translation: String
    }

    public struct Probe: Sendable, Equatable {
        public let ids: [Int]
        public let padding: Int
        /// The tokens that the steps are given.
        public let forced: [Int]
        public let positions: [Int]
        /// Those after the tokens at ``positions``, of the golden's vocabulary.
        public let logits: [[Double]]
        /// The likeliest of all ids there.
        public let best: [Int]
    }

    public let language: String
    public let sentences: [Sentence]
    public let vocabulary: [Int]
    public let probes: [Probe]
    public let tolerance: [String: Double]
}

extension Fields {
    fileprivate func classifierGolden() throws -> ClassifierGolden {
        ClassifierGolden(
            sentences: try records("sentences") { sentence in
                ClassifierGolden.Sentence(
                    text: try sentence.text("text"), ids: try sentence.ints("input_ids"),
                    logits: try sentence.doubles("logits"), label: try sentence.text("label"),
                    margin: try sentence.double("margin"), pair: try sentence.textOrNil("pair"),
                    types: try sentence.ints(TensorName.types))
            },
            probes: try records("probes") { probe in
                ClassifierGolden.Probe(
                    ids: try probe.ints("input_ids"), padding: try probe.int("padding"),
                    logits: try probe.doubles("logits"), types: try probe.ints(TensorName.types))
            },
            tolerance: try map("tolerance") { try $0.real(at: $1) })
    }

    fileprivate func translatorGolden() throws -> TranslatorGolden {
        any("rows")
        return TranslatorGolden(
            language: try text("language"),
            sentences: try records("sentences") { try $0.sentence() },
            vocabulary: try ints("vocabulary"),
            probes: try records("probes") { try $0.probe() },
            tolerance: try map("tolerance") { try $0.real(at: $1) })
    }

    private func sentence() throws -> TranslatorGolden.Sentence {
        any("leads")
        return TranslatorGolden.Sentence(
            text: try text("text"), ids: try ints("input_ids"), greedy: try ints("greedy"),
            searched: try ints("searched"), translation: try text("translation"))
    }

    private func probe() throws -> TranslatorGolden.Probe {
        any("leads")
        return TranslatorGolden.Probe(
            ids: try ints("input_ids"), padding: try int("padding"), forced: try ints("forced"),
            positions: try ints("positions"),
            logits: try list("logits") { try $0.items(at: $1) { try $0.real(at: $1) } },
            best: try ints("best"))
    }
}
