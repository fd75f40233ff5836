#if canImport(CoreML)
    import Mobilec
    import CoreML
    import Foundation

    /// A method of the manifest: its sizes and types are exactly those of the function.
    final class CoreMLFunction: LoadedFunction {
        private let name: String
        private let model: MLModel
        private let entry: MethodEntry
        private let call: Call
        private let options = MLPredictionOptions()
        /// The memory of tensors that were handed in or returned last, as Core ML takes it.
        private var inputs = Wrapped()
        private var outputs = Wrapped()
        private var features: MLDictionaryFeatureProvider?
        private var state: AnyObject?
        private var copies = false

        init(_ entry: MethodEntry, of model: MLModel) throws {
            name = entry.name
            self.model = model
            self.entry = entry
            call = Call(entry)
            guard !entry.states.isEmpty else { return }
            guard #available(iOS 18, macOS 15, *) else {
                throw Refused(
                    "\(entry.name) keeps states, which need iOS 18; export the bundle with --ios 17")
            }
            state = model.makeState()
        }

        /// Of the notes that the exporter left in the package.
        var lengths: [Int] {
            let notes = model.modelDescription.metadata[.creatorDefinedKey] as? [String: String]
            return Mobilec.lengths(noted: notes ?? [:])
        }

        func run(_ given: [String: Tensor]) throws -> [String: Tensor] {
            let tensors = try call.inputs(given)
            let returned = try call.outputs(tensors)
            if try inputs.wrap(zip(entry.inputs.map(\.name), tensors)) || features == nil {
                features = try MLDictionaryFeatureProvider(dictionary: inputs.arrays)
            }
            if try !copies && outputs.wrap(returned.map { ($0.key, $0.value) }) {
                options.outputBackings = outputs.arrays
            }
            let found = try predict()
            return try entry.outputs.reduce(into: [:]) { all, output in
                all[output.name] = try taken(
                    found.featureValue(for: output.name), returned[output.name], output)
            }
        }

        func copyOutputs() -> Bool {
            if copies { return false }
            copies = true
            outputs = Wrapped()
            options.outputBackings = [:]
            return true
        }

        func reset() throws {
            for state in entry.states {
                try withState(state.name) { $0.bytes.initializeMemory(as: UInt8.self, repeating: 0) }
            }
        }

        func withState(_ state: String, _ body: (StateMemory) throws -> Void) throws {
            guard #available(iOS 18, macOS 15, *), let states = self.state as? MLState else {
                throw Refused("\(name) keeps no states; export the bundle again")
            }
            try states.withMultiArray(for: state) { array in
                guard array.dataType == .float16, array.shape.count >= 2 else {
                    throw Refused(
                        "the state \(state) is no float16 of two axes or more; export the bundle again")
                }
                try array.withUnsafeMutableBytes { bytes, strides in
                    let size = ElementType.float16.size
                    try body(
                        StateMemory(bytes: bytes, rowBytes: strides[0] * size, placeBytes: strides[1] * size))
                }
            }
        }

        private func predict() throws -> any MLFeatureProvider {
            guard let features else { throw Refused("\(name) was given nothing") }
            do {
                if #available(iOS 18, macOS 15, *), let state = state as? MLState {
                    return try model.prediction(from: features, using: state, options: options)
                }
                return try model.prediction(from: features, options: options)
            } catch {
                throw CannotRun(error.localizedDescription)
            }
        }

        /// What Core ML gave, in `tensor` where the manifest told its shape. Nothing is copied where Core
        /// ML wrote into the tensor's own memory, as it was asked to.
        private func taken(_ value: MLFeatureValue?, _ tensor: Tensor?, _ output: TensorEntry) throws
            -> Tensor
        {
            guard let array = value?.multiArrayValue, let type = ElementType(rawValue: output.dtype) else {
                throw Refused("\(name) gave no \(output.name); export the bundle again")
            }
            if let tensor, array === outputs.arrays[output.name] { return tensor }
            let shape = array.shape.map(\.intValue)
            let found = tensor ?? Tensor(type, shape: shape)
            guard shape == found.shape, array.dataType == dataType(found.type) else {
                throw Refused("\(name) gave \(output.name) as \(shape), and the manifest says \(found.shape)")
            }
            array.withUnsafeMutableBytes { bytes, strides in
                found.copy(from: UnsafeRawBufferPointer(bytes), strides: strides)
            }
            return found
        }
    }

    /// Tensors as Core ML's arrays over the same memory, by name.
    private struct Wrapped {
        private(set) var arrays: [String: MLMultiArray] = [:]
        private var tensors: [String: Tensor] = [:]

        /// Whether there was anything to wrap: a search hands in most tensors again.
        mutating func wrap(_ named: some Sequence<(String, Tensor)>) throws -> Bool {
            var changed = false
            for (name, tensor) in named where tensors[name] !== tensor {
                arrays[name] = try array(tensor)
                tensors[name] = tensor
                changed = true
            }
            return changed
        }

        private func array(_ tensor: Tensor) throws -> MLMultiArray {
            guard let memory = tensor.bytes.baseAddress, let type = dataType(tensor.type) else {
                throw Refused("Core ML takes no \(tensor.type.rawValue), nor an empty tensor")
            }
            var strides = [Int](repeating: 1, count: tensor.shape.count)
            for axis in tensor.shape.indices.dropLast().reversed() {
                strides[axis] = strides[axis + 1] * tensor.shape[axis + 1]
            }
            return try MLMultiArray(
                dataPointer: memory, shape: tensor.shape.map { NSNumber(value: $0) }, dataType: type,
                strides: strides.map { NSNumber(value: $0) }, deallocator: nil)
        }
    }

    private func dataType(_ type: ElementType) -> MLMultiArrayDataType? {
        switch type {
        case .float32: .float32
        case .float16: .float16
        case .int32: .int32
        case .int64: nil
        }
    }
#endif
