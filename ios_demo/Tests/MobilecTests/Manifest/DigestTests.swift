import Foundation
import XCTest

@testable import Mobilec

final class DigestTests: XCTestCase {
    private func sha256(_ parts: [[UInt8]]) -> String {
        var whole = Sha256()
        for part in parts { part.withUnsafeBytes { whole.update($0) } }
        return whole.hex()
    }

    /// The examples of FIPS 180-4, and what hashlib of Python says of the others.
    func testDigestsAreThoseOfTheStandard() {
        XCTAssertEqual(sha256([]), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        XCTAssertEqual(
            sha256([Array("abc".utf8)]), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let long = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
        XCTAssertEqual(
            sha256([Array(long.utf8)]), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        let million = Array(repeating: UInt8(ascii: "a"), count: 1_000_000)
        XCTAssertEqual(sha256([million]), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    func testPartsOfAnySizeGiveTheDigestOfTheWhole() {
        let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        for size in [1, 55, 56, 63, 64, 65, 119, 120, 128, 999] {
            let parts = stride(from: 0, to: 1000, by: size).map { Array(bytes[$0..<min(1000, $0 + size)]) }
            XCTAssertEqual(sha256(parts), sha256([bytes]), "\(size)")
        }
    }

    func testAFileIsHashedOnceAsLongAsItStays() throws {
        let file = try temporaryFolder(self).appendingPathComponent("model.pte")
        let files = FileManager.default
        func write(_ text: String, at second: Double) throws -> String {
            let handle = try? FileHandle(forWritingTo: file)
            if let handle {
                try handle.write(contentsOf: Data(text.utf8))
                try handle.close()
            } else {
                try Data(text.utf8).write(to: file)
            }
            try files.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: second)], ofItemAtPath: file.path)
            return try Digest(of: file).sha256
        }
        let first = try write("one", at: 1000)
        XCTAssertEqual(first, sha256([Array("one".utf8)]))
        // Neither its time nor its size tell that it was written: it was not read again.
        XCTAssertEqual(try write("two", at: 1000), first)
        XCTAssertEqual(try write("two", at: 1001), sha256([Array("two".utf8)]))
        XCTAssertEqual(try write("three", at: 1001), sha256([Array("three".utf8)]))
        // One that was written just now may be written again at the same time.
        let now = Date().timeIntervalSince1970
        XCTAssertEqual(try write("seven", at: now), sha256([Array("seven".utf8)]))
        XCTAssertEqual(try write("eight", at: now), sha256([Array("eight".utf8)]))
    }

    /// What exporters/bundle/digest.py says of the same folder.
    func testAFolderIsDigestedAsPythonDoesIt() throws {
        let folder = try temporaryFolder(self)
        for path in ["b.txt", "a/z.txt", "a.txt", "a/é.txt", ".hidden"] {
            let url = folder.appendingPathComponent(path)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(path.utf8).write(to: url)
        }
        let found = try Digest(of: folder)
        XCTAssertEqual(found.sizeBytes, 32)
        XCTAssertEqual(found.sha256, "ebf0c942617491fe3dcda42227fce9f2362ad06d8403701971a7ff033621bc65")
        try Data().write(to: folder.appendingPathComponent("more"))
        XCTAssertNotEqual(try Digest(of: folder).sha256, found.sha256)
    }

    func testLinksAndMissingFilesAreRefused() throws {
        let folder = try temporaryFolder(self)
        let inner = folder.appendingPathComponent("model.mlpackage")
        try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            at: inner.appendingPathComponent("weights"),
            withDestinationURL: URL(fileURLWithPath: "/etc/passwd"))
        assertRefused("weights is a link that leaves the bundle") { try Digest(of: inner) }
        assertRefused("cannot be read") { try Digest(of: folder.appendingPathComponent("none")) }
    }
}
