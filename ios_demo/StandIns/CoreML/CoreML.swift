// Not Apple's SDK. The names and signatures of Core ML that this package uses, as Apple's documentation
// has them, so that its sources are type-checked where there is no Mac. Nothing here does anything.
// Linux does not check what `@available` says of Apple's systems; it is here for the reader.

import Foundation

public enum MLComputeUnits: Int {
    case cpuOnly = 0
    case cpuAndGPU = 1
    case all = 2
    @available(iOS 16.0, macOS 13.0, *)
    case cpuAndNeuralEngine = 3
}

open class MLModelConfiguration: NSObject {
    public var computeUnits: MLComputeUnits = .all
    @available(iOS 18.0, macOS 15.0, *)
    public var functionName: String?
}

public struct MLModelMetadataKey: RawRepresentable, Hashable, Sendable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    public static let creatorDefinedKey = MLModelMetadataKey(rawValue: "")
}

open class MLModelDescription: NSObject {
    public var metadata: [MLModelMetadataKey: Any] { standIn() }
}

open class MLModel: NSObject {
    public convenience init(contentsOf url: URL, configuration: MLModelConfiguration) throws { standIn() }

    public var modelDescription: MLModelDescription { standIn() }

    @available(iOS 16.0, macOS 13.0, *)
    public class func compileModel(at url: URL) async throws -> URL { standIn() }

    public func prediction(from input: any MLFeatureProvider, options: MLPredictionOptions) throws
        -> any MLFeatureProvider
    { standIn() }

    @available(iOS 18.0, macOS 15.0, *)
    public func prediction(
        from inputFeatures: any MLFeatureProvider, using state: MLState, options: MLPredictionOptions
    ) throws -> any MLFeatureProvider { standIn() }

    @available(iOS 18.0, macOS 15.0, *)
    public func makeState() -> MLState { standIn() }
}

@available(iOS 18.0, macOS 15.0, *)
open class MLState: NSObject {
    public func withMultiArray<R>(for stateName: String, _ body: (MLMultiArray) throws -> R) rethrows -> R {
        standIn()
    }
}

open class MLPredictionOptions: NSObject {
    @available(iOS 16.0, macOS 11.0, *)
    public var outputBackings: [String: Any] = [:]
}

public protocol MLFeatureProvider {
    var featureNames: Set<String> { get }
    func featureValue(for featureName: String) -> MLFeatureValue?
}

open class MLFeatureValue: NSObject {
    public var multiArrayValue: MLMultiArray? { standIn() }
}

open class MLDictionaryFeatureProvider: NSObject, MLFeatureProvider {
    public init(dictionary: [String: Any]) throws { standIn() }

    public var featureNames: Set<String> { standIn() }

    public func featureValue(for featureName: String) -> MLFeatureValue? { standIn() }
}

public enum MLMultiArrayDataType: Int {
    case double = 65600
    case float32 = 65568
    @available(iOS 16.0, macOS 12.0, *)
    case float16 = 65552
    case int32 = 131104
}

open class MLMultiArray: NSObject {
    public init(
        dataPointer: UnsafeMutableRawPointer, shape: [NSNumber], dataType: MLMultiArrayDataType,
        strides: [NSNumber], deallocator: ((UnsafeMutableRawPointer) -> Void)? = nil
    ) throws { standIn() }

    public var shape: [NSNumber] { standIn() }
    public var dataType: MLMultiArrayDataType { standIn() }

    @available(iOS 15.4, macOS 12.3, *)
    public func withUnsafeMutableBytes<R>(
        _ body: (UnsafeMutableRawBufferPointer, [Int]) throws -> R
    ) rethrows -> R { standIn() }
}

private func standIn() -> Never { fatalError("a stand-in of Core ML was called") }
