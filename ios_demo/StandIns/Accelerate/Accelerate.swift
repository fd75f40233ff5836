// Not Apple's SDK. The names and signatures of Accelerate that this package uses, as Apple's documentation has
// them, so that its sources are type-checked where there is no Mac. Nothing here does anything.

public typealias vDSP_Stride = Int
public typealias vDSP_Length = UInt

/// C (M, N) = A (M, P) times B (P, N).
// swift-format-ignore: AlwaysUseLowerCamelCase
public func vDSP_mmul(
    _ a: UnsafePointer<Float>, _ strideOfA: vDSP_Stride, _ b: UnsafePointer<Float>, _ strideOfB: vDSP_Stride,
    _ c: UnsafeMutablePointer<Float>, _ strideOfC: vDSP_Stride, _ m: vDSP_Length, _ n: vDSP_Length,
    _ p: vDSP_Length
) { fatalError("a stand-in of Accelerate was called") }
