/// Calls of one method: inputs are held against the manifest, and outputs get tensors of the sizes
/// that follow from them, the same ones as long as the sizes stay.
public final class Call {
    /// More than any output of a model for a phone has.
    private static let largestBytes = 1 << 31

    private let method: MethodEntry
    private var accepted: [[Int]]?
    private var made: [String: Tensor] = [:]

    public init(_ method: MethodEntry) {
        self.method = method
    }

    /// The inputs in the order of the manifest; refuses what the method does not take.
    public func inputs(_ given: [String: Tensor]) throws -> [Tensor] {
        guard given.count == method.inputs.count else { throw wrongNames(given) }
        return try method.inputs.map { entry in
            guard let tensor = given[entry.name] else { throw wrongNames(given) }
            guard tensor.type.rawValue == entry.dtype else {
                throw Refused(
                    "\(entry.name) of \(method.name) is \(entry.dtype), and \(tensor.type.rawValue) was given"
                )
            }
            return tensor
        }
    }

    /// Tensors for the outputs of a call with these inputs, by name. Without those whose shape the
    /// manifest does not tell: where an input has enumerated shapes, Core ML declares none of what follows
    /// from it, as of `encode` for iOS 17.
    public func outputs(_ inputs: [Tensor]) throws -> [String: Tensor] {
        let shapes = inputs.map(\.shape)
        if shapes != accepted {
            let extents = try extents(inputs)
            made = [:]
            for entry in method.outputs where !entry.shape.isEmpty {
                made[entry.name] = try tensor(entry, extents)
            }
            accepted = shapes
        }
        return made
    }

    /// The extent of each size that has a name; refuses shapes that do not fit.
    private func extents(_ inputs: [Tensor]) throws -> [String: Int] {
        var found: [String: Int] = [:]
        for (entry, tensor) in zip(method.inputs, inputs) {
            guard entry.shape.count == tensor.shape.count else { throw wrongShape(entry, tensor) }
            for (size, extent) in zip(entry.shape, tensor.shape) {
                var known = extent
                if let name = size.name {
                    known = found[name] ?? extent
                    found[name] = known
                }
                guard size.minimum...size.maximum ~= extent, known == extent else {
                    throw wrongShape(entry, tensor)
                }
            }
        }
        return found
    }

    private func tensor(_ entry: TensorEntry, _ extents: [String: Int]) throws -> Tensor {
        guard let type = ElementType(rawValue: entry.dtype) else {
            let known = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refused("\(method.name) returns \(entry.dtype) as \(entry.name); this app reads \(known)")
        }
        let shape = entry.shape.map { size in size.name.flatMap { extents[$0] } ?? size.maximum }
        var bytes = type.size
        for extent in shape {
            let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
            guard !overflow, product <= Self.largestBytes else {
                throw Refused("\(method.name) returns \(shape) as \(entry.name), which no phone has room for")
            }
            bytes = product
        }
        return Tensor(type, shape: shape)
    }

    private func wrongNames(_ given: [String: Tensor]) -> Refused {
        let taken = method.inputs.map(\.name).joined(separator: ", ")
        return Refused("\(method.name) takes \(taken), not \(given.keys.sorted().joined(separator: ", "))")
    }

    private func wrongShape(_ entry: TensorEntry, _ tensor: Tensor) -> Refused {
        let sizes = entry.shape.map {
            $0.minimum == $0.maximum ? "\($0.minimum)" : "\($0.minimum) to \($0.maximum)"
        }
        let expected = sizes.joined(separator: ", ")
        return Refused("\(entry.name) of \(method.name) is (\(expected)), and \(tensor.shape) was given")
    }
}
