// Not Apple's SDK. The names and signatures of CryptoKit that this package uses, as Apple's documentation has
// them, so that its sources are type-checked where there is no Mac. Nothing here does anything.

import Foundation

public struct SHA256Digest: Sequence, Sendable {
    public func makeIterator() -> Array<UInt8>.Iterator { standIn() }
}

public struct SHA256: Sendable {
    public init() {}

    public mutating func update(bufferPointer: UnsafeRawBufferPointer) { standIn() }

    public func finalize() -> SHA256Digest { standIn() }
}

private func standIn() -> Never { fatalError("a stand-in of CryptoKit was called") }
