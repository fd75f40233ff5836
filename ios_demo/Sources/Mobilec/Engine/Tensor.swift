/// The types of elements that programs take and return.
public enum ElementType: String, Sendable, CaseIterable {
    case float32
    case float16
    case int64
    case int32

    /// Bytes of an element.
    public var size: Int {
        switch self {
        case .float16: 2
        case .float32, .int32: 4
        case .int64: 8
        }
    }
}

/// What programs take and return: row-major elements in memory of its own, which may be written
/// again by whoever owns the tensor. It never leaves the actor that owns the program.
public final class Tensor {
    public let shape: [Int]
    public let type: ElementType
    /// All elements. A runtime may read and write them in place.
    public let bytes: UnsafeMutableRawBufferPointer

    /// Zeros.
    public init(_ type: ElementType, shape: [Int]) {
        self.shape = shape
        self.type = type
        bytes = .allocate(byteCount: shape.reduce(1, *) * type.size, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    /// Whole numbers in one row: (1, n).
    public convenience init(row numbers: [Int]) {
        self.init(.int64, shape: [1, numbers.count])
        set(numbers)
    }

    deinit {
        bytes.deallocate()
    }

    /// How many elements there are.
    public var count: Int { bytes.count / type.size }

    /// Of a tensor of ``ElementType/float32``.
    public var floats: UnsafeMutableBufferPointer<Float> {
        precondition(type == .float32)
        return bytes.bindMemory(to: Float.self)
    }

    /// Of a tensor of ``ElementType/float16``: the bits of each.
    public var halves: UnsafeMutableBufferPointer<UInt16> {
        precondition(type == .float16)
        return bytes.bindMemory(to: UInt16.self)
    }

    /// Of a tensor of ``ElementType/int64``.
    public var longs: UnsafeMutableBufferPointer<Int64> {
        precondition(type == .int64)
        return bytes.bindMemory(to: Int64.self)
    }

    /// Of a tensor of ``ElementType/int32``.
    public var ints: UnsafeMutableBufferPointer<Int32> {
        precondition(type == .int32)
        return bytes.bindMemory(to: Int32.self)
    }

    /// Replaces the first elements of a tensor of ``ElementType/int64``.
    public func set(_ numbers: [Int]) {
        let longs = longs
        precondition(numbers.count <= longs.count)
        for (at, number) in numbers.enumerated() { longs[at] = Int64(number) }
    }
}
