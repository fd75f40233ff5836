import Foundation

/// Reads tokenizer.json, the format of Hugging Face's library `tokenizers`, versions 0.22 and 0.23.
public enum Tokenizers {
    private static let file = "tokenizer.json"
    private static let format = "1.0"

    /// A component or an option that this app does not have is refused by its name.
    public static func read(json: Data) throws -> any Tokenizer {
        try Json.parse(json, what: file).record(at: file, assembled)
    }

    public static func read(json: String) throws -> any Tokenizer { try read(json: Data(json.utf8)) }

    private static func assembled(_ fields: Fields) throws -> any Tokenizer {
        let version = try fields.text("version")
        if version != format {
            throw Refused(
                "\(file) has version \(version), and this app reads \(format); export the bundle again")
        }
        try refuseSet(fields, "truncation", "would cut texts")
        try refuseSet(fields, "padding", "would fill texts up")
        let normalizer = try fields.any("normalizer").map { try readNormalizer($0, at: "\(file).normalizer") }
        let preTokenizer = try fields.any("pre_tokenizer").map {
            try readPreTokenizer($0, at: "\(file).pre_tokenizer")
        }
        if preTokenizer?.asksForBeginning == true, normalizer?.keepsBeginning == false {
            throw Refused(
                "\(file) asks where a text begins (prepend_scheme first) after a normalizer that may drop its "
                    + "beginning, which this app does not follow; export the model with prepend_scheme always or "
                    + "never")
        }
        guard let described = fields.any("model") else { throw Refused("\(file) has no model") }
        let model = try readModel(described, at: "\(file).model")
        let added = try fields.records("added_tokens") { try AddedToken($0, model) }
        return Pipeline(
            added: AddedTokens(added, normalizer),
            normalizer: normalizer,
            preTokenizer: preTokenizer,
            model: model,
            postProcessor: try fields.any("post_processor").map {
                try readPostProcessor($0, at: "\(file).post_processor")
            } ?? .plain,
            decoder: try fields.any("decoder").map { try readDecoder($0, at: "\(file).decoder") })
    }

    /// How long a text may be says the manifest, and whoever runs the program acts on it.
    private static func refuseSet(_ fields: Fields, _ name: String, _ what: String) throws {
        if fields.any(name) != nil {
            throw Refused("\(file) has \(name), which \(what); set it to null and export the bundle again")
        }
    }
}
