#if canImport(CoreML)
    import Mobilec
    import CoreML
    import Foundation

    /// Core ML. It runs what the system compiled from a package, which is kept until the package or the
    /// system changes.
    public struct CoreMLEngine: CompilingEngine {
        public let name = "coreml"
        private let files: CompiledFiles

        /// `caches`: a folder that the system may empty.
        public init(caches: URL) {
            files = CompiledFiles(folder: caches.appendingPathComponent("compiled"), system: systemVersion)
        }

        /// The system's: Core ML has no version of its own.
        public var version: String { systemVersion }

        public var setting: EngineSetting { .computeUnits }

        public func unavailable() -> String? { nil }

        public func obstacle(_ file: ProgramFile, at url: URL) -> Obstacle? {
            CoreMLPackage.obstacle(file, at: url, present: currentSystem)
        }

        public func isFirstLoad(_ file: ProgramFile, at url: URL, options: EngineOptions) -> Bool {
            guard let packages = try? packages(of: file, at: url) else { return false }
            return !Set(packages.values).allSatisfy {
                files.wasLoaded(keptName($0, of: file), options.computeUnits.rawValue)
            }
        }

        public func compile(_ file: ProgramFile, at url: URL) async throws -> Double? {
            let began = DispatchTime.now().uptimeNanoseconds
            var compiled = false
            for package in Set(try packages(of: file, at: url).values) {
                let name = keptName(package, of: file)
                if files.kept(name) != nil { continue }
                _ = try files.keep(try await compile(package), as: name)
                compiled = true
            }
            return compiled ? Double(DispatchTime.now().uptimeNanoseconds - began) / 1e6 : nil
        }

        public func plan(_ file: ProgramFile, at url: URL, options: EngineOptions) async throws -> Plan? {
            guard #available(iOS 17.4, macOS 14.4, *) else { return nil }
            var count = PlanCount()
            for (method, package) in try packages(of: file, at: url) {
                let function = package.function(method)
                let plan = try await MLComputePlan.load(
                    contentsOf: try compiled(package, of: file),
                    configuration: configuration(options.computeUnits, function: function))
                count.add(plan, function: function ?? "main")
            }
            return count.plan
        }

        /// Weights are mapped once for all functions.
        public func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
            let packages = try packages(of: file, at: url)
            let program = try FunctionsProgram(
                file.methods, units: options.computeUnits, later: options.later
            ) { method, units in
                guard let package = packages[method.name] else {
                    throw Refused("\(file.path) has no package for the method \(method.name); copy it again")
                }
                return try CoreMLFunction(method, of: try model(package, of: file, method, units))
            }
            for package in Set(packages.values) {
                files.noteLoaded(keptName(package, of: file), options.computeUnits.rawValue)
            }
            return program
        }

        private func packages(of file: ProgramFile, at url: URL) throws -> [String: CoreMLPackage] {
            let packages = try CoreMLPackage.all(of: file, at: url)
            for package in packages.values { try package.refuseNewer(than: currentSystem) }
            return packages
        }

        private func compile(_ package: CoreMLPackage) async throws -> URL {
            do {
                return try await MLModel.compileModel(at: package.url)
            } catch {
                throw Refused(
                    "\(package.url.lastPathComponent) was not compiled by Core ML: "
                        + error.localizedDescription,
                    ofEngine: true)
            }
        }

        private func model(
            _ package: CoreMLPackage, of file: ProgramFile, _ method: MethodEntry, _ units: ComputeUnits
        ) throws -> MLModel {
            let compiled = try compiled(package, of: file)
            let configuration = try configuration(units, function: package.function(method.name))
            do {
                return try MLModel(contentsOf: compiled, configuration: configuration)
            } catch let error where isOfReading(error) {
                // What the list of files did not show; the next load compiles it anew.
                files.forget(keptName(package, of: file))
                throw Refused(
                    "Core ML cannot read what it compiled of \(file.path): \(error.localizedDescription). "
                        + "That is thrown away; try again")
            } catch {
                throw CannotRun("\(method.name) was not loaded: \(error.localizedDescription)")
            }
        }

        private func compiled(_ package: CoreMLPackage, of file: ProgramFile) throws -> URL {
            guard let url = files.kept(keptName(package, of: file)) else {
                throw Refused("\(file.path) is not compiled for this device yet; load it again")
            }
            return url
        }
    }

    private let systemVersion: String = {
        let version = ProcessInfo.processInfo.operatingSystemVersion
        return "\(version.majorVersion).\(version.minorVersion).\(version.patchVersion)"
    }()

    /// The version of iOS whose Core ML this is: macOS 15 has that of iOS 18, macOS 26 that of iOS 26.
    private let currentSystem: Int = {
        let version = ProcessInfo.processInfo.operatingSystemVersion.majorVersion
        #if os(macOS)
            return version < 26 ? version + 3 : version
        #else
            return version
        #endif
    }()

    private func keptName(_ package: CoreMLPackage, of file: ProgramFile) -> String {
        "\(file.sha256)-\(package.url.deletingPathExtension().lastPathComponent)"
    }

    private func configuration(_ asked: ComputeUnits, function: String?) throws -> MLModelConfiguration {
        let configuration = MLModelConfiguration()
        configuration.computeUnits = units(asked)
        guard let function else { return configuration }
        guard #available(iOS 18, macOS 15, *) else {
            throw Refused("functions such as \(function) need iOS 18; export the bundle with --ios 17")
        }
        configuration.functionName = function
        return configuration
    }

    private func units(_ units: ComputeUnits) -> MLComputeUnits {
        switch units {
        case .all: .all
        case .cpuOnly: .cpuOnly
        case .cpuAndGPU: .cpuAndGPU
        case .cpuAndNeuralEngine: .cpuAndNeuralEngine
        }
    }

    @available(iOS 17.4, macOS 14.4, *)
    extension PlanCount {
        /// Counts what the system plans for a function; constants have no place.
        fileprivate mutating func add(_ plan: MLComputePlan, function: String) {
            guard case .program(let program) = plan.modelStructure,
                let block = program.functions[function]?.block
            else { return }
            add(plan, block)
        }

        private mutating func add(_ plan: MLComputePlan, _ block: MLModelStructure.Program.Block) {
            for operation in block.operations {
                switch plan.deviceUsage(for: operation)?.preferred {
                case .neuralEngine: neuralEngine += 1
                case .gpu: gpu += 1
                case .cpu: cpu += 1
                default: break
                }
                for inner in operation.blocks { add(plan, inner) }
            }
        }
    }
#endif
