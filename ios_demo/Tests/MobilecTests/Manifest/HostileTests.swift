import Foundation
import XCTest

@testable import Mobilec

/// What no manifest may say, as Python lists it: refused in the same words.
final class HostileTests: XCTestCase {
    private func fixture(_ name: String) throws -> Any {
        let file = try Fixtures.shared("manifests/\(name).json")
        return try JSONSerialization.jsonObject(with: try Data(contentsOf: file))
    }

    private func read(_ document: Any) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try JSONSerialization.data(withJSONObject: document)
        try data.write(to: folder.appendingPathComponent(Manifest.fileName))
        try Manifest.read(in: folder).refuseContradictions(at: "it")
    }

    private func changed(_ inner: Any, _ at: ArraySlice<Any>, _ value: Any) throws -> Any {
        guard let key = at.first else { return value }
        if let place = key as? Int, var list = inner as? [Any] {
            list[place] = try changed(list[place], at.dropFirst(), value)
            return list
        }
        var object = try XCTUnwrap(inner as? [String: Any])
        let name = try XCTUnwrap(key as? String)
        object[name] = try changed(try XCTUnwrap(object[name]), at.dropFirst(), value)
        return object
    }

    func testEveryContradictionIsRefusedInTheWordsOfAllLanguages() throws {
        let whole = try fixture("schema-2")
        let cases = try XCTUnwrap(try fixture("hostile") as? [[String: Any]])
        XCTAssertGreaterThan(cases.count, 50)
        for each in cases {
            let at = try XCTUnwrap(each["at"] as? [Any])
            let document = try changed(whole, at[...], try XCTUnwrap(each["value"]))
            assertRefused(try XCTUnwrap(each["words"] as? String)) { try read(document) }
        }
    }

    func testWhatContradictsNothingIsRead() throws {
        try read(try fixture("schema-2"))
    }
}
