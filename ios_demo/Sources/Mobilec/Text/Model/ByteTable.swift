import Foundation

/// Texts in the order in which they came, in one memory, and found again by their bytes. A dictionary of
/// strings would hold an object for each, and take "é" in one character and in two for the same key.
struct ByteTable: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    private var hashes: [UInt32] = []
    /// A place and 1, or 0, where the hash of a text says, or after it.
    private var slots: [UInt32] = [UInt32](repeating: 0, count: 16)

    var count: Int { ends.count }

    /// All texts one after the other take so many bytes.
    var size: Int { bytes.count }

    subscript(_ place: Int) -> ArraySlice<UInt8> { bytes[start(place)..<ends[place]] }

    func length(_ place: Int) -> Int { ends[place] - start(place) }

    func place(of text: Bytes) -> Int? {
        let found = slots[slot(text, Self.hash(text))]
        return found == 0 ? nil : Int(found) - 1
    }

    func place(of text: [UInt8]) -> Int? { text.withUnsafeBufferPointer(place(of:)) }

    /// The place of a text, which is a new one if the text is.
    mutating func add(_ text: Bytes) -> Int {
        let hash = Self.hash(text)
        let found = slot(text, hash)
        if slots[found] != 0 { return Int(slots[found]) - 1 }
        bytes.append(contentsOf: text)
        ends.append(bytes.count)
        hashes.append(hash)
        slots[found] = UInt32(count)
        if count * 2 > slots.count { grow() }
        return count - 1
    }

    mutating func add(_ text: String) -> Int {
        var text = text
        return text.withUTF8 { add($0) }
    }

    /// Calls with the bytes of a text.
    @inline(__always)
    func withBytes<T>(of place: Int, _ read: (Bytes) throws -> T) rethrows -> T {
        try bytes.withUnsafeBufferPointer { try read($0.slice(start(place)..<ends[place])) }
    }

    private func start(_ place: Int) -> Int { place > 0 ? ends[place - 1] : 0 }

    /// Where a text stands or would stand.
    private func slot(_ text: Bytes, _ hash: UInt32) -> Int {
        let mask = slots.count - 1
        var slot = Int(hash) & mask
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if hashes[place] == hash && isEqual(place, text) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private func isEqual(_ place: Int, _ text: Bytes) -> Bool {
        guard length(place) == text.count else { return false }
        return withBytes(of: place) { mine in
            // Nothing is equal to nothing, wherever it stands.
            guard let first = mine.baseAddress, let other = text.baseAddress else { return true }
            return memcmp(first, other, text.count) == 0
        }
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        let mask = slots.count - 1
        for (place, hash) in hashes.enumerated() {
            var slot = Int(hash) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(place + 1)
        }
    }

    /// Eight bytes at a time, each time multiplied by 2^64 divided by the golden ratio (Knuth, The Art of
    /// Computer Programming 3, section 6.4), of which the upper half is mixed.
    private static func hash(_ text: Bytes) -> UInt32 {
        let multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        var hash = UInt64(text.count)
        var at = 0
        while at + 8 <= text.count {
            let eight = UnsafeRawBufferPointer(text).loadUnaligned(fromByteOffset: at, as: UInt64.self)
            hash = (hash ^ eight) &* multiplier
            hash ^= hash >> 32
            at += 8
        }
        var rest: UInt64 = 0
        while at < text.count {
            rest = rest << 8 | UInt64(text[at])
            at += 1
        }
        hash = (hash ^ rest) &* multiplier
        return UInt32(truncatingIfNeeded: hash >> 32)
    }
}
