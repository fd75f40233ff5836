/// The types of elements that programs take and return.
public enum ElementType: String, Sendable {
    case float32
    case int64
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
        let size = type == .float32 ? MemoryLayout<Float>.stride : MemoryLayout<Int64>.stride
        bytes = .allocate(byteCount: shape.reduce(1, *) * size, alignment: 64)
        bytes.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        bytes.deallocate()
    }

    /// Of a tensor of ``ElementType/float32``.
    public var floats: UnsafeMutableBufferPointer<Float> {
        precondition(type == .float32)
        return bytes.bindMemory(to: Float.self)
    }

    /// Of a tensor of ``ElementType/int64``.
    public var longs: UnsafeMutableBufferPointer<Int64> {
        precondition(type == .int64)
        return bytes.bindMemory(to: Int64.self)
    }
}
