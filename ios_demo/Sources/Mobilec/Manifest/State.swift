/// Names of tensors that every program has.
public enum TensorName {
    public static let ids = "input_ids"
    public static let mask = "attention_mask"
    public static let types = "token_type_ids"
    public static let token = "token"
    public static let position = "position"
    public static let logits = "logits"
}

/// Names of methods.
public enum MethodName {
    public static let forward = "forward"
    public static let encode = "encode"
    public static let decode = "decode"
}

/// The sizes of a decoder's cache; its tensors are named and ordered by them.
///
/// Cross keys and values are (heads, length, width), as the source is the same for all hypotheses;
/// the cache is (hypotheses * heads, capacity, width).
public struct Layout: Sendable, Equatable {
    public let layers: Int
    public let heads: Int
    public let width: Int
    /// How many tokens a hypothesis may have behind it.
    public let capacity: Int
    /// How many one step extends.
    public let hypotheses: Int

    public init(layers: Int, heads: Int, width: Int, capacity: Int, hypotheses: Int) {
        self.layers = layers
        self.heads = heads
        self.width = width
        self.capacity = capacity
        self.hypotheses = hypotheses
    }

    /// Rows of the cache.
    var rows: Int { hypotheses * heads }

    /// Keys and values of the source, as `encode` returns them.
    var cross: [String] { names("cross_key", "cross_value") }

    /// The cache.
    public var past: [String] { names("key", "value") }

    /// What a step returns and the caller writes into the cache, in the order of ``past``.
    var new: [String] { names("new_key", "new_value") }

    private func names(_ key: String, _ value: String) -> [String] {
        (0..<layers).flatMap { ["\(key)_\($0)", "\(value)_\($0)"] }
    }
}

/// How a translation is searched for, and what is kept between two steps.
public struct Decoding: Sendable, Equatable {
    public let settings: GenerationSettings
    public let layout: Layout

    public init(settings: GenerationSettings, layout: Layout) {
        self.settings = settings
        self.layout = layout
    }
}
