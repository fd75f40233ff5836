#if canImport(CryptoKit)
    import CryptoKit

    /// Apple's own, which the processor computes: files of hundreds of megabytes are hashed before they
    /// are opened, in debug builds too.
    struct SystemSha256 {
        private var hasher = SHA256()

        mutating func update(_ bytes: UnsafeRawBufferPointer) { hasher.update(bufferPointer: bytes) }

        mutating func update(_ text: String) { Array(text.utf8).withUnsafeBytes { update($0) } }

        /// The digest in hex of all that came.
        func hex() -> String { hexDigits(hasher.finalize()) }
    }

    typealias FileHash = SystemSha256
#else
    typealias FileHash = Sha256
#endif

/// Two digits a byte.
func hexDigits(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
}

/// SHA-256 (FIPS 180-4), for systems without CryptoKit.
struct Sha256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
        0x5be0_cd19,
    ]
    private var rest: [UInt8] = []
    private var length = 0

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        length += bytes.count
        var from = 0
        if !rest.isEmpty {
            from = min(64 - rest.count, bytes.count)
            rest.append(contentsOf: bytes[..<from])
            guard rest.count == 64 else { return }
            rest.withUnsafeBytes { compress($0, into: &state) }
            rest.removeAll(keepingCapacity: true)
        }
        let whole = from + (bytes.count - from) / 64 * 64
        compress(UnsafeRawBufferPointer(rebasing: bytes[from..<whole]), into: &state)
        rest.append(contentsOf: bytes[whole...])
    }

    mutating func update(_ text: String) {
        Array(text.utf8).withUnsafeBytes { update($0) }
    }

    /// The digest in hex of all that came.
    func hex() -> String {
        var last = self
        let bits = UInt64(length) * 8
        let zeros = (119 - length % 64) % 64
        let end =
            [0x80] + [UInt8](repeating: 0, count: zeros)
            + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        end.withUnsafeBytes { last.update($0) }
        return hexDigits(
            last.state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } })
    }
}

/// Section 6.2.2 for each 64 bytes of `blocks`.
private func compress(_ blocks: UnsafeRawBufferPointer, into state: inout [UInt32]) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
        constants.withUnsafeBufferPointer { k in
            state.withUnsafeMutableBufferPointer { state in
                for start in stride(from: 0, to: blocks.count, by: 64) {
                    schedule(blocks, start, w)
                    rounds(w, k, state)
                }
            }
        }
    }
}

private func schedule(_ blocks: UnsafeRawBufferPointer, _ start: Int, _ w: UnsafeMutableBufferPointer<UInt32>)
{
    for t in 0..<16 {
        w[t] = UInt32(bigEndian: blocks.loadUnaligned(fromByteOffset: start &+ t &* 4, as: UInt32.self))
    }
    for t in 16..<64 {
        let a = w[t &- 15]
        let b = w[t &- 2]
        let s0 = (a &>> 7 | a &<< 25) ^ (a &>> 18 | a &<< 14) ^ (a &>> 3)
        let s1 = (b &>> 17 | b &<< 15) ^ (b &>> 19 | b &<< 13) ^ (b &>> 10)
        w[t] = w[t &- 16] &+ s0 &+ w[t &- 7] &+ s1
    }
}

private func rounds(
    _ w: UnsafeMutableBufferPointer<UInt32>, _ k: UnsafeBufferPointer<UInt32>,
    _ state: UnsafeMutableBufferPointer<UInt32>
) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
        let s1 = (e &>> 6 | e &<< 26) ^ (e &>> 11 | e &<< 21) ^ (e &>> 25 | e &<< 7)
        let choice = (e & f) ^ (~e & g)
        let first = h &+ s1 &+ choice &+ k[t] &+ w[t]
        let s0 = (a &>> 2 | a &<< 30) ^ (a &>> 13 | a &<< 19) ^ (a &>> 22 | a &<< 10)
        let majority = (a & b) ^ (a & c) ^ (b & c)
        h = g
        g = f
        f = e
        e = d &+ first
        d = c
        c = b
        b = a
        a = first &+ s0 &+ majority
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
}

/// Section 4.2.2.
private let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
]
