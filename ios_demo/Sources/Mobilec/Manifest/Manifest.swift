/// The tasks that a bundle can have, as the manifest names them.
public enum BundleTask {
    public static let classification = "text-classification"
    public static let translation = "translation"
}

/// What the bundle was made from.
public struct Source: Sendable, Equatable {
    public let model: String
    public let origin: String
    public let architecture: String
    public let family: String
    public let sha256: String
    public let licence: String?
}

/// Ids from `first` on are pieces that the model has no row for; it reads `id` in their place.
public struct Unknown: Sendable, Equatable {
    public let first: Int
    public let id: Int

    public init(first: Int, id: Int) {
        self.first = first
        self.id = id
    }
}

/// How text becomes ids, and how an answer becomes words.
public struct TextEntry: Sendable, Equatable {
    public var tokenizer: String
    /// Of a classifier, by index.
    public var labels: [String]
    public var padId: Int
    /// Of a translator, where `tokenizer` cannot read its tokens.
    public var targetTokenizer: String?
    /// Stands before every source.
    public var prefix: String
    public var sourceLanguage: String?
    public var targetLanguage: String?
    public var unknown: Unknown?
    /// Codes of ISO 15924 of the scripts that it was made for, none for any.
    public var sourceScripts: [String]
    /// A classifier labels a text and its pair, never a text alone.
    public var pairs: Bool
    /// Of a text that is too long the beginning is cut off, not the end.
    public var keepsEnd: Bool

    public init(
        tokenizer: String, labels: [String] = [], padId: Int = 0, targetTokenizer: String? = nil,
        prefix: String = "", sourceLanguage: String? = nil, targetLanguage: String? = nil,
        unknown: Unknown? = nil, sourceScripts: [String] = [], pairs: Bool = false,
        keepsEnd: Bool = false
    ) {
        self.tokenizer = tokenizer
        self.labels = labels
        self.padId = padId
        self.targetTokenizer = targetTokenizer
        self.prefix = prefix
        self.sourceLanguage = sourceLanguage
        self.targetLanguage = targetLanguage
        self.unknown = unknown
        self.sourceScripts = sourceScripts
        self.pairs = pairs
        self.keepsEnd = keepsEnd
    }
}

/// Lengths in tokens, special ones included; `longestTarget` without the start token.
public struct Limits: Sendable, Equatable {
    public let shortest: Int
    public let longest: Int
    public let longestTarget: Int?
}

/// The exporter.
public struct Tool: Sendable, Equatable {
    public let version: String
    public let commit: String
}

/// manifest.json: what a phone must know of a bundle.
public struct Manifest: Sendable, Equatable {
    public let name: String
    /// One of ``BundleTask``.
    public let task: String
    public let created: String
    public let tool: Tool
    public let source: Source
    public let files: [ProgramFile]
    public let texts: [TextFile]
    public let text: TextEntry
    public let limits: Limits
    /// The precision that was asked for.
    public let precision: String
    public let keptFloat: [String]
    public let uniqueParameters: Int
    public let decoding: Decoding?
    /// All of it, for who asks more.
    public let document: Json

    /// Every file that belongs to the bundle.
    public var listed: [any ListedFile] { files + texts }

    /// The program of a format.
    public func program(_ format: String) throws -> ProgramFile {
        if let found = files.first(where: { $0.format == format }) { return found }
        let formats = files.map(\.format).joined(separator: ", ")
        throw Refused("the bundle \"\(name)\" has no \(format) program; it has \(formats)")
    }
}
