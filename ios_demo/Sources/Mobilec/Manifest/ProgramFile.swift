/// A size of a tensor: fixed where `minimum` and `maximum` are one number, both included.
public struct Size: Sendable, Equatable {
    public let name: String?
    public let minimum: Int
    public let maximum: Int

    public init(name: String?, minimum: Int, maximum: Int) {
        self.name = name
        self.minimum = minimum
        self.maximum = maximum
    }

    public init(_ extent: Int) {
        self.init(name: nil, minimum: extent, maximum: extent)
    }
}

/// An input, an output or a state of a method.
public struct TensorEntry: Sendable, Equatable {
    public let name: String
    public let dtype: String
    public let shape: [Size]

    public init(name: String, dtype: String, shape: [Size]) {
        self.name = name
        self.dtype = dtype
        self.shape = shape
    }
}

/// An entry point of a file.
public struct MethodEntry: Sendable, Equatable {
    public let name: String
    public let inputs: [TensorEntry]
    public let outputs: [TensorEntry]
    /// Planned memory for activations, where it is known.
    public let arenaBytes: Int?
    /// What the program itself keeps between two calls.
    public let states: [TensorEntry]

    public init(
        name: String, inputs: [TensorEntry], outputs: [TensorEntry], arenaBytes: Int? = nil,
        states: [TensorEntry] = []
    ) {
        self.name = name
        self.inputs = inputs
        self.outputs = outputs
        self.arenaBytes = arenaBytes
        self.states = states
    }
}

extension MethodEntry {
    /// Whether it is what a search calls for each token: `decode`, or that for one length.
    var isStep: Bool { name.split(separator: "_").first.map(String.init) == MethodName.decode }
}

/// Constants that stand in a file once more on purpose.
public struct Again: Sendable, Equatable {
    public let name: String
    public let sizeBytes: Int
    public let reason: String
}

/// An input that takes rows of a table: float32, of the shape of the ids and the table's width.
public struct RowsInput: Sendable, Equatable {
    public let method: String
    public let name: String

    public init(method: String, name: String) {
        self.method = method
        self.name = name
    }
}

/// A table whose rows the caller looks up. Row i is `width` numbers of `dtype` at the byte `offset`
/// + i * width * size of a number; int8 rows are multiplied by the float32 at `scalesOffset` + 4 i.
///
/// Where several tables go into one input, row i is that of the word `first` + i, and its numbers go to
/// `column` and on of what is handed in; a word has zeros in the columns of the other tables.
public struct RowTable: Sendable, Equatable {
    public var name: String
    public var offset: Int
    public var rows: Int
    public var width: Int
    public var dtype: String
    public var scalesOffset: Int?
    public var inputs: [RowsInput]
    public var first: Int
    public var column: Int

    public init(
        name: String, offset: Int, rows: Int, width: Int, dtype: String, scalesOffset: Int?,
        inputs: [RowsInput], first: Int = 0, column: Int = 0
    ) {
        self.name = name
        self.offset = offset
        self.rows = rows
        self.width = width
        self.dtype = dtype
        self.scalesOffset = scalesOffset
        self.inputs = inputs
        self.first = first
        self.column = column
    }
}

/// A file of the bundle. `path` is relative to the manifest; the `sha256` of a folder is over its files.
public protocol ListedFile: Sendable {
    var path: String { get }
    var sizeBytes: Int { get }
    var sha256: String { get }
}

/// A program of a bundle.
public struct ProgramFile: ListedFile, Equatable {
    public let path: String
    public let format: String
    public let runtime: String
    public let runtimeVersion: String
    public let precision: String
    public let sizeBytes: Int
    public let sha256: String
    public let methods: [MethodEntry]
    /// Constants by their dtype.
    public let storedBytes: [String: Int]
    public let int8Bytes: Int
    public let idealBytes: Int
    public let rowTables: [RowTable]
    public let again: [Again]

    public init(
        path: String, format: String, runtime: String, runtimeVersion: String, precision: String,
        sizeBytes: Int, sha256: String, methods: [MethodEntry], storedBytes: [String: Int] = [:],
        int8Bytes: Int = 0, idealBytes: Int = 0, rowTables: [RowTable] = [], again: [Again] = []
    ) {
        self.path = path
        self.format = format
        self.runtime = runtime
        self.runtimeVersion = runtimeVersion
        self.precision = precision
        self.sizeBytes = sizeBytes
        self.sha256 = sha256
        self.methods = methods
        self.storedBytes = storedBytes
        self.int8Bytes = int8Bytes
        self.idealBytes = idealBytes
        self.rowTables = rowTables
        self.again = again
    }

    /// Whether a method has token types among its inputs.
    public var readsTypes: Bool {
        methods.contains { $0.inputs.contains { $0.name == TensorName.types } }
    }

    /// How many words a step scores.
    func targetWords() throws -> Int {
        let outputs = methods.filter(\.isStep).flatMap(\.outputs)
        let logits = outputs.first { $0.name == TensorName.logits && !$0.shape.isEmpty }
        guard let size = logits?.shape.last, size.minimum == size.maximum else {
            throw Refused("\(path) has no step with logits of words; export the bundle again")
        }
        return size.maximum
    }
}

/// Another file. `role`: tokenizer, shortlist, golden or card.
public struct TextFile: ListedFile, Equatable {
    public let path: String
    public let role: String
    public let sizeBytes: Int
    public let sha256: String
}
