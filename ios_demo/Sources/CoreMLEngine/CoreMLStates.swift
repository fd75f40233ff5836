#if canImport(CoreML)
    import BenchmarkCore
    import CoreML

    /// The caches that functions keep, each function its own.
    final class CoreMLStates: ProgramStates {
        private let functions: [String: CoreMLFunction]
        private let entries: [String: [TensorEntry]]

        init(_ functions: [CoreMLFunction]) {
            let stateful = functions.filter(\.hasStates)
            self.functions = Dictionary(uniqueKeysWithValues: stateful.map { ($0.name, $0) })
            entries = Dictionary(uniqueKeysWithValues: stateful.map { ($0.name, $0.stateEntries) })
        }

        func reset() throws {
            for (method, states) in entries {
                for state in states {
                    try withState(state.name, of: method) {
                        $0.bytes.initializeMemory(as: UInt8.self, repeating: 0)
                    }
                }
            }
        }

        func withState(_ name: String, of method: String, _ body: (StateMemory) throws -> Void) throws {
            guard #available(iOS 18, macOS 15, *), let function = functions[method] else {
                throw Refused("\(method) keeps no states; export the bundle again")
            }
            try function.states().withMultiArray(for: name) { array in
                guard array.dataType == .float16, array.shape.count == 3 else {
                    throw Refused("the state \(name) is no float16 of three axes; export the bundle again")
                }
                try array.withUnsafeMutableBytes { bytes, strides in
                    let size = ElementType.float16.size
                    try body(
                        StateMemory(bytes: bytes, rowBytes: strides[0] * size, placeBytes: strides[1] * size))
                }
            }
        }
    }
#endif
