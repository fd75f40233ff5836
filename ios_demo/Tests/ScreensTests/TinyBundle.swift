import Mobilec
import Foundation
import MobilecBenchmark

/// A classifier of six words: its program is ``TinyEngine``, its files are made on the spot.
enum TinyBundle {
    static let positive: [Float] = [-1, 2]
    static let negative: [Float] = [3, -2]
    static let good = 4

    static func write(_ name: String, into parent: URL, formats: [String] = ["executorch"]) throws {
        let folder = parent.appendingPathComponent(name)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var files = ["tokenizer.json": tokenizer, "golden.json": golden]
        for format in formats { files[path(of: format)] = "program" }
        for (path, text) in files {
            try Data(text.utf8).write(to: folder.appendingPathComponent(path))
        }
        let manifest = try manifest(name, folder, formats)
        try Data(manifest.utf8).write(to: folder.appendingPathComponent("manifest.json"))
    }

    /// No two programs are one file.
    private static func path(of format: String) -> String {
        format == "executorch" ? "model.bin" : "\(format).bin"
    }

    private static func manifest(_ name: String, _ folder: URL, _ formats: [String]) throws -> String {
        func listed(_ path: String) throws -> String {
            let digest = try Digest(of: folder.appendingPathComponent(path))
            return
                "\"path\": \"\(path)\", \"size_bytes\": \(digest.sizeBytes), \"sha256\": \"\(digest.sha256)\""
        }
        let length = "[1, {\"name\": \"length\", \"minimum\": 2, \"maximum\": 16}]"
        let inputs = ["input_ids", "attention_mask"].map {
            "{\"name\": \"\($0)\", \"dtype\": \"int64\", \"shape\": \(length)}"
        }
        let files = try formats.map { format in
            """
            {\(try listed(path(of: format))), "format": "\(format)", "runtime": "\(format)",
             "runtime_version": "1", "precision": "int8",
             "methods": [{"name": "forward", "inputs": [\(inputs.joined(separator: ","))],
                          "outputs": [{"name": "logits", "dtype": "float32", "shape": [1, 2]}],
                          "arena_bytes": null, "states": []}],
             "stored_bytes": {"int8": 7}, "int8_bytes": 7, "ideal_bytes": 7, "row_tables": [], "again": []}
            """
        }
        return """
            {"schema": 1, "name": "\(name)", "task": "text-classification", "created": "2026-11-21T20:01:49Z",
             "tool": {"version": "0.1.0", "commit": ""},
             "source": {"model": "tiny", "origin": "made", "architecture": "a", "family": "bert",
                        "sha256": "00", "licence": "apache-2.0"},
             "compression": null,
             "files": [\(files.joined(separator: ","))],
             "texts": [{\(try listed("tokenizer.json")), "role": "tokenizer"},
                       {\(try listed("golden.json")), "role": "golden"}],
             "text": {"tokenizer": "tokenizer.json", "labels": ["negative", "positive"], "pad_id": 0},
             "limits": {"shortest": 2, "longest": 16, "longest_target": null},
             "precision": {"asked": "int8", "kept_float": [], "why": null}, "unique_parameters": 7,
             "decoding": null, "quality": [], "parity": [], "verified_on": []}
            """
    }

    private static let tokenizer = """
        {"version": "1.0", "truncation": null, "padding": null,
         "added_tokens": [\(special(0, "[PAD]")), \(special(1, "[UNK]")), \(special(2, "[CLS]")),
                          \(special(3, "[SEP]"))],
         "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                        "strip_accents": null, "lowercase": true},
         "pre_tokenizer": {"type": "BertPreTokenizer"},
         "post_processor": {"type": "TemplateProcessing",
            "single": [{"SpecialToken": {"id": "[CLS]", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}},
                       {"SpecialToken": {"id": "[SEP]", "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
            "special_tokens": {"[CLS]": {"id": "[CLS]", "ids": [2], "tokens": ["[CLS]"]},
                               "[SEP]": {"id": "[SEP]", "ids": [3], "tokens": ["[SEP]"]}}},
         "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
         "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                   "max_input_chars_per_word": 100,
                   "vocab": {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2, "[SEP]": 3, "good": 4, "bad": 5, "film": 6}}}
        """

    private static func special(_ id: Int, _ content: String) -> String {
        """
        {"id": \(id), "content": "\(content)", "single_word": false, "lstrip": false, "rstrip": false,
         "normalized": false, "special": true}
        """
    }

    private static let golden = """
        {"schema": 1, "task": "text-classification",
         "sentences": [
            {"text": "good film good", "input_ids": [2, 4, 6, 4, 3], "logits": [-1, 2], "label": "positive",
             "margin": 3},
            {"text": "bad film", "input_ids": [2, 5, 6, 3], "logits": [3, -2], "label": "negative", "margin": 5},
            {"text": "bad", "input_ids": [2, 5, 3], "logits": [3, -2], "label": "negative", "margin": 5}],
         "probes": [{"input_ids": [2, 4, 3], "padding": 1, "logits": [-1, 2]}],
         "tolerance": {"executorch": 0.05, "coreml": 0.05}}
        """
}

/// Says that a text is positive where the word "good" is in it. ``broken``: refuses to load. ``wrong``: says
/// the contrary.
struct TinyEngine: Engine {
    let name = "executorch"
    let version = "1.5.0"
    var broken = false
    var wrong = false

    func unavailable() -> String? { nil }

    func load(_ file: ProgramFile, at url: URL, options: EngineOptions) throws -> any Program {
        if broken { throw Refused("model.bin is no program") }
        return TinyProgram(wrong: wrong)
    }
}

final class TinyProgram: Program {
    private let wrong: Bool

    init(wrong: Bool = false) {
        self.wrong = wrong
    }

    func run(_ method: String, _ inputs: [String: Tensor]) throws -> [String: Tensor] {
        guard let ids = inputs[TensorName.ids] else { throw Refused("no ids") }
        let positive = ids.longs.contains(Int64(TinyBundle.good)) != wrong
        let logits = positive ? TinyBundle.positive : TinyBundle.negative
        let found = Tensor(.float32, shape: [1, 2])
        for (at, number) in logits.enumerated() { found.floats[at] = number }
        return [TensorName.logits: found]
    }

    func close() {}
}

/// This machine, as far as a screen shows it.
struct TinySurroundings: Surroundings {
    let app = AppBuild(name: "dev.mobilec.demo", version: "0.1.0", commit: "", buildType: "release")
    let memory: any MemorySource = ProcessStatus()

    func device() -> Device { Device(kind: .host, cores: 2, os: "Linux", osVersion: "1", abi: "x86_64") }
    func condition() async -> Condition { Condition() }
    func thermal() -> Thermal? { nil }
}
