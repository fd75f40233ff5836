// Not ExecuTorch. The names and signatures of its Swift package 1.5.0 (extension/apple of pytorch/executorch)
// that this package uses, so that its sources are type-checked where there is no Mac. Nothing here does
// anything.

import Foundation

public enum DataType: Int8 {
    case byte, char, short, int, long, half, float, double
}

public enum ShapeDynamism: UInt8 {
    case `static`, dynamicBound, dynamicUnbound
}

public enum ModuleLoadMode: Int {
    case file = 0
    case mmap, mmapUseMlock, mmapUseMlockIgnoreErrors
}

public class MethodMetadata: NSObject {
    public var backendNames: [String] { standIn() }
}

public final class BackendOption: NSObject {
    public init(_ key: String, _ value: String) { standIn() }
}

public final class BackendOptionsMap: NSObject {
    public init(options: [String: [BackendOption]]) throws { standIn() }
}

public class Module: NSObject {
    public init(filePath: String, loadMode: ModuleLoadMode) { standIn() }

    public func load(_ methodName: String) throws { standIn() }

    public func load(_ method: String, options: BackendOptionsMap) throws { standIn() }

    public func methodMetadata(_ methodName: String) throws -> MethodMetadata { standIn() }

    public func execute(_ method: String, _ inputs: [ValueConvertible]) throws -> [Value] { standIn() }
}

public protocol ValueConvertible {
    func asValue() -> Value
}

public class Value: NSObject, ValueConvertible {
    public var anyTensor: AnyTensor? { standIn() }

    public func asValue() -> Value { standIn() }
}

public final class AnyTensor: NSObject, ValueConvertible {
    public convenience init(
        bytesNoCopy pointer: UnsafeMutableRawPointer, shape: [Int], strides: [Int] = [],
        dimensionOrder: [Int] = [], dataType: DataType, shapeDynamism: ShapeDynamism = .dynamicBound
    ) { standIn() }

    public var shape: [Int] { standIn() }
    public var dataType: DataType { standIn() }

    public func bytes(_ handler: (UnsafeRawPointer, Int, DataType) -> Void) { standIn() }

    public func asValue() -> Value { standIn() }
}

/// The package has a generic tensor of this name, beside that of the core.
public final class Tensor<Element> {}

private func standIn() -> Never { fatalError("a stand-in of ExecuTorch was called") }
