import Foundation

/// Reads JSON (RFC 8259) byte by byte: a tokenizer.json has up to 17 MB.
struct JsonParser {
    /// Arrays and objects inside each other; a document that goes deeper could use up the stack, which is
    /// 512 KB on a thread of a queue.
    private static let deepest = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var depth = 0

    /// The value in `bytes`, which are UTF-8.
    static func document(_ bytes: UnsafeBufferPointer<UInt8>, what: String) throws -> Json {
        var parser = JsonParser(bytes: bytes)
        do {
            let found = try parser.value()
            parser.skipSpace()
            guard parser.at == bytes.count else { throw parser.broken("something stands behind its end") }
            return found
        } catch let broken as Broken {
            throw Refused("\(what) is not JSON (\(broken.why) at byte \(broken.at)); export the bundle again")
        }
    }

    private struct Broken: Error {
        let why: String
        let at: Int
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func value() throws -> Json {
        skipSpace()
        switch peek {
        case UInt8(ascii: "{"): return .object(try nested { try $0.object() })
        case UInt8(ascii: "["): return .array(try nested { try $0.array() })
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case nil: throw broken("it ends too early")
        default: return try number()
        }
    }

    private mutating func nested<T>(_ read: (inout JsonParser) throws -> T) throws -> T {
        guard depth < Self.deepest else { throw broken("it is nested more than \(Self.deepest) times") }
        depth += 1
        defer { depth -= 1 }
        at += 1
        return try read(&self)
    }

    private mutating func object() throws -> JsonObject {
        var entries: [JsonObject.Entry] = []
        while try next(entries.isEmpty, closing: UInt8(ascii: "}")) {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw broken("a name is missing") }
            let key = try text()
            skipSpace()
            guard peek == UInt8(ascii: ":") else { throw broken("a colon is missing") }
            at += 1
            entries.append(JsonObject.Entry(key: key, value: try value()))
        }
        return JsonObject(entries: entries)
    }

    private mutating func array() throws -> [Json] {
        var items: [Json] = []
        while try next(items.isEmpty, closing: UInt8(ascii: "]")) {
            items.append(try value())
        }
        return items
    }

    /// Whether another item follows; its comma is behind us then, or else the closing bracket.
    private mutating func next(_ first: Bool, closing: UInt8) throws -> Bool {
        skipSpace()
        if peek == closing {
            at += 1
            return false
        }
        if first { return true }
        guard peek == UInt8(ascii: ",") else { throw broken("a comma or a closing bracket is missing") }
        at += 1
        return true
    }

    private mutating func text() throws -> Utf8Text {
        at += 1
        let start = at
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                defer { at += 1 }
                return Utf8Text(String(decoding: bytes[start..<at], as: UTF8.self))
            case UInt8(ascii: "\\"): return try escaped(from: start)
            case 0..<0x20: throw broken("a control character stands in a text")
            default: at += 1
            }
        }
        throw broken("a text does not end")
    }

    /// The text from `start` on, of which the first escape is here.
    private mutating func escaped(from start: Int) throws -> Utf8Text {
        var found = Array(bytes[start..<at])
        while let byte = peek {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return Utf8Text(String(decoding: found, as: UTF8.self))
            case UInt8(ascii: "\\"): found.append(contentsOf: try escape())
            case 0..<0x20: throw broken("a control character stands in a text")
            default: found.append(byte)
            }
        }
        throw broken("a text does not end")
    }

    /// The bytes that the escape whose backslash is behind us stands for.
    private mutating func escape() throws -> [UInt8] {
        let letter = peek
        at += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [letter ?? 0]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try Array(String(Character(character())).utf8)
        default: throw broken("there is no such escape")
        }
    }

    /// The character of four hexadecimal digits, or of two times four.
    private mutating func character() throws -> Unicode.Scalar {
        let high = try digits()
        if let alone = Unicode.Scalar(high) { return alone }
        if high < 0xDC00, peek == UInt8(ascii: "\\"), at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "u")
        {
            at += 2
            let low = try digits()
            if (0xDC00..<0xE000).contains(low),
                let both = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
            {
                return both
            }
        }
        throw broken("half a character is escaped")
    }

    private mutating func digits() throws -> UInt32 {
        var found: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw broken("four hexadecimal digits are missing")
            }
            found = found << 4 + UInt32(digit)
            at += 1
        }
        return found
    }

    /// -?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?
    private mutating func number() throws -> Json {
        let start = at
        skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try figures() }
        let whole = at
        if skip(UInt8(ascii: ".")) { try figures() }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            if !skip(UInt8(ascii: "+")) { skip(UInt8(ascii: "-")) }
            try figures()
        }
        let written = String(decoding: bytes[start..<at], as: UTF8.self)
        if at == whole, let exact = Int(written) { return .integer(exact) }
        guard let rounded = Double(written) else { throw broken("there is no such number") }
        return .double(rounded)
    }

    private mutating func figures() throws {
        let start = at
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { at += 1 }
        if at == start { throw broken("a value is missing") }
    }

    private mutating func word(_ letters: StaticString, _ value: Json) throws -> Json {
        for place in 0..<letters.utf8CodeUnitCount where !skip(letters.utf8Start[place]) {
            throw broken("a value is missing")
        }
        return value
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    @discardableResult
    private mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        at += 1
        return true
    }

    private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

    private func broken(_ why: String) -> Broken { Broken(why: why, at: at) }
}
