#if canImport(ExecuTorch)
    import Mobilec
    import ExecuTorch
    import Foundation

    /// ExecuTorch with XNNPACK, or with Core ML where a program was exported for that. The path of a .pte is
    /// handed over, so its bytes are mapped.
    public struct ExecuTorchEngine: Engine {
        public let name = "executorch"

        /// Of the package that this is built with: the library does not say.
        public let version = "1.5.0"

        public init() {}

        public func unavailable() -> String? { nil }

        public func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
            let threads = try ThreadPool.use(options.threads)
            let module = Module(filePath: url.path, loadMode: .mmap)
            do {
                let methods = file.methods.map { entry in
                    ExecuTorchMethod(entry, of: module) {
                        try load(entry.name, of: module, options.computeUnits)
                    }
                }
                for method in methods where !options.later.contains(method.name) { try method.load() }
                return ExecuTorchProgram(module, methods, threads)
            } catch {
                throw Refused(
                    "\(file.path) is not a program that ExecuTorch \(version) can load: "
                        + error.localizedDescription,
                    ofEngine: true)
            }
        }

        private func load(_ method: String, of module: Module, _ units: ComputeUnits) throws {
            let backends = try module.methodMetadata(method).backendNames
            guard backends.contains(coreML) else { return try module.load(method) }
            let option = BackendOption("compute_unit", name(of: units))
            try module.load(method, options: try BackendOptionsMap(options: [coreML: [option]]))
        }

        /// As backends/apple/coreml of ExecuTorch calls them.
        private func name(of units: ComputeUnits) -> String {
            switch units {
            case .all: "all"
            case .cpuOnly: "cpu_only"
            case .cpuAndGPU: "cpu_and_gpu"
            case .cpuAndNeuralEngine: "cpu_and_ne"
            }
        }
    }

    private let coreML = "CoreMLBackend"

    /// A loaded .pte.
    private final class ExecuTorchProgram: Program {
        private var module: Module?
        private var methods: [String: ExecuTorchMethod]
        private var threads: ThreadPool.Use?

        init(_ module: Module, _ methods: [ExecuTorchMethod], _ threads: ThreadPool.Use) {
            self.module = module
            self.methods = Dictionary(uniqueKeysWithValues: methods.map { ($0.name, $0) })
            self.threads = threads
        }

        func run(_ method: String, _ inputs: [String: Mobilec.Tensor]) throws
            -> [String: Mobilec.Tensor]
        {
            guard let called = methods[method] else {
                let names = methods.keys.sorted().joined(separator: ", ")
                throw Refused("there is no method \"\(method)\"; the program has \(names)")
            }
            return try called.run(inputs)
        }

        func close() {
            methods = [:]
            module = nil
            threads = nil
        }
    }
#endif
