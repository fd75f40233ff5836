import Foundation

/// A number with about three digits.
public func short(_ value: Double, locale: Locale = .current) -> String {
    let digits = value >= 100 || value == 0 ? 0 : value >= 10 ? 1 : 2
    return decimal(value, digits: digits, locale: locale)
}

/// A share in percent, without the sign.
public func percent(_ share: Double, locale: Locale = .current) -> String {
    decimal(share * 100, digits: 1, locale: locale)
}

/// Bytes in millions.
public func megabytes(_ bytes: Int, locale: Locale = .current) -> String {
    short(Double(bytes) / 1e6, locale: locale)
}

func decimal(_ value: Double, digits: Int, locale: Locale = .current) -> String {
    String(format: "%.\(digits)f", locale: locale, value)
}

/// With the separators of the person's language.
func grouped(_ number: Int, locale: Locale = .current) -> String {
    let formatter = NumberFormatter()
    formatter.numberStyle = .decimal
    formatter.locale = locale
    return formatter.string(from: NSNumber(value: number)) ?? "\(number)"
}
