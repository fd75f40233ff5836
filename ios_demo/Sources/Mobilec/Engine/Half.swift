/// IEEE 754 half precision as bits: a sign, 5 bits of exponent, 10 of mantissa. Swift's own `Float16`
/// does not exist on a Mac with a processor of Intel, where this core is tested too.
enum Half {
    private static let subnormalStep: Float = 1 / Float(1 << 24)
    private static let infinity: UInt16 = 0x7C00
    private static let quietNaN: UInt16 = 0x7E00

    static func float(_ bits: UInt16) -> Float {
        let exponent = UInt32(bits >> 10 & 0x1F)
        let mantissa = UInt32(bits & 0x3FF)
        let size: Float
        switch exponent {
        case 0: size = Float(mantissa) * subnormalStep
        case 0x1F: size = mantissa == 0 ? .infinity : .nan
        default: size = Float(bitPattern: (exponent + 112) << 23 | mantissa << 13)
        }
        return bits & 0x8000 == 0 ? size : -size
    }

    /// The nearest half; of two that are as near, the one whose last bit is 0.
    static func bits(_ value: Float) -> UInt16 {
        let sign = UInt16(value.bitPattern >> 16) & 0x8000
        let size = value.magnitude
        if size.isNaN { return sign | quietNaN }
        // Halfway between the largest half and the one that would follow it.
        if size >= 65520 { return sign | infinity }
        if size < Float(bitPattern: 113 << 23) {
            // Below the smallest normal half, where all steps are equal.
            return sign | UInt16((size / subnormalStep).rounded(.toNearestOrEven))
        }
        let bits = size.bitPattern
        let rounded = bits + 0xFFF + (bits >> 13 & 1)
        return sign | UInt16((rounded >> 13) - (112 << 10))
    }
}
