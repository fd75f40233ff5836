#if canImport(ExecuTorch)
    import Mobilec
    import ExecuTorch
    import Foundation

    /// A method of a .pte. Tensors of the last call stay bound, as a search hands in most of them again.
    final class ExecuTorchMethod {
        let name: String
        private let module: Module
        private let entry: MethodEntry
        private let call: Call
        private var tensors: [Mobilec.Tensor] = []
        private var bound: [AnyTensor] = []
        private var loading: (() throws -> Void)?

        /// `load`: how the module loads it.
        init(_ entry: MethodEntry, of module: Module, load: @escaping () throws -> Void) {
            name = entry.name
            self.entry = entry
            self.module = module
            call = Call(entry)
            loading = load
        }

        /// Unless that was done before.
        func load() throws {
            try loading?()
            loading = nil
        }

        func run(_ given: [String: Mobilec.Tensor]) throws -> [String: Mobilec.Tensor] {
            let inputs = try call.inputs(given)
            try bind(inputs)
            let outputs = try call.outputs(inputs)
            let found = try execute()
            guard found.count == entry.outputs.count else {
                throw Refused("the method \(name) gave \(found.count) of its \(entry.outputs.count) outputs")
            }
            for (value, output) in zip(found, entry.outputs) {
                guard let tensor = outputs[output.name] else { continue }
                try copy(value, to: tensor, output.name)
            }
            return outputs
        }

        private func execute() throws -> [Value] {
            do {
                try load()
                return try module.execute(name, bound)
            } catch {
                throw Refused(
                    "the method \(name) did not run: \(error.localizedDescription)", ofEngine: true)
            }
        }

        private func bind(_ inputs: [Mobilec.Tensor]) throws {
            if inputs.count == tensors.count, zip(inputs, tensors).allSatisfy({ $0 === $1 }) { return }
            bound = try inputs.map(native)
            tensors = inputs
        }

        /// The same memory as the runtime takes it.
        private func native(_ tensor: Mobilec.Tensor) throws -> AnyTensor {
            guard let memory = tensor.bytes.baseAddress else {
                throw Refused("\(name) takes no empty tensor")
            }
            return AnyTensor(bytesNoCopy: memory, shape: tensor.shape, dataType: dataType(tensor.type))
        }

        /// What the runtime returns lies in memory that its next call writes.
        private func copy(_ value: Value, to tensor: Mobilec.Tensor, _ output: String) throws {
            guard let found = value.anyTensor, found.shape == tensor.shape,
                found.dataType == dataType(tensor.type)
            else {
                throw Refused(
                    "\(name) gave \(value.anyTensor?.shape ?? []) as \(output), and the manifest says "
                        + "\(tensor.shape) of \(tensor.type.rawValue)")
            }
            found.bytes { memory, _, _ in
                tensor.bytes.copyMemory(
                    from: UnsafeRawBufferPointer(start: memory, count: tensor.bytes.count))
            }
        }
    }

    private func dataType(_ type: ElementType) -> DataType {
        switch type {
        case .float32: .float
        case .float16: .half
        case .int64: .long
        case .int32: .int
        }
    }
#endif
