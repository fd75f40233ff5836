// Not Apple's SDK: see CoreML.swift.

import Foundation

@available(iOS 17.4, macOS 14.4, *)
public class MLComputePlan {
    init() {}

    public static func load(contentsOf url: URL, configuration: MLModelConfiguration) async throws
        -> MLComputePlan
    { MLComputePlan() }

    public var modelStructure: MLModelStructure { .unsupported }

    public func deviceUsage(for operation: MLModelStructure.Program.Operation) -> DeviceUsage? { nil }

    public struct DeviceUsage: Sendable {
        public let preferred: MLComputeDevice
        public let supported: [MLComputeDevice]
    }
}

@available(iOS 17.0, macOS 14.0, *)
public enum MLComputeDevice: Sendable {
    case cpu(MLCPUComputeDevice)
    case gpu(MLGPUComputeDevice)
    case neuralEngine(MLNeuralEngineComputeDevice)
}

@available(iOS 17.0, macOS 14.0, *)
public final class MLCPUComputeDevice: NSObject, Sendable {}

@available(iOS 17.0, macOS 14.0, *)
public final class MLGPUComputeDevice: NSObject, Sendable {}

@available(iOS 17.0, macOS 14.0, *)
public final class MLNeuralEngineComputeDevice: NSObject, Sendable {}

@available(iOS 17.4, macOS 14.4, *)
public enum MLModelStructure {
    case program(Program)
    case unsupported

    public struct Program {
        public let functions: [String: Function]

        public struct Function {
            public let block: Block
        }

        public struct Block {
            public let operations: [Operation]
        }

        public struct Operation {
            public let operatorName: String
            public let blocks: [Block]
        }
    }
}
