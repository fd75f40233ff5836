"""Kotlin's core, Swift's and TypeScript's have the same rooms, and in them the same files, by the
same names; Kotlin's is the one that the others are held to."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

ROOT = Path(__file__).parents[1]
KOTLIN, SWIFT = ROOT / "android_demo" / "core" / "src", ROOT / "ios_demo"
TYPESCRIPT = ROOT / "web_demo"
PACKAGE = "kotlin/dev/mobilec/core"
SOURCES = {
    "Kotlin": {"": KOTLIN / "main" / PACKAGE},
    "Swift": {
        "": SWIFT / "Sources" / "Mobilec",
        # A module, as an app of one's own takes the core without it.
        "benchmark": SWIFT / "Sources" / "MobilecBenchmark",
    },
    "TypeScript": {"": TYPESCRIPT / "src"},
}
"""Side to its folders of sources, by the room that each is."""
TESTS = {
    "Kotlin": KOTLIN / "test" / PACKAGE,
    "Swift": SWIFT / "Tests" / "MobilecTests",
    "TypeScript": TYPESCRIPT / "test",
}
ENDS = {"Kotlin": ".kt", "Swift": ".swift", "TypeScript": ".ts"}
PAGE = ("offline", "page", "storage", "worker")
"""Rooms of TypeScript's that are an app's, and not of the core."""

# Room, or file with its room, to why the other side has none.
KOTLIN_ALONE: Mapping[str, str] = MappingProxyType(
    {
        "benchmark/Cores": "Linux says which core a thread is on; Apple's systems do not",
        "manifest/Readable": "Android keeps from an app what it finds in a shared folder",
        "manifest/Stamp": "an app copies bundles out of its APK, and checks the copies once",
        "text/unicode/CodePoints": "texts of a JVM are UTF-16",
    }
)
SWIFT_ALONE: Mapping[str, str] = MappingProxyType(
    {
        "benchmark/Asked": "arguments of a program; Android's app is asked by an intent",
        "benchmark/Automation": "as Asked: BenchmarkActivity is the Android app's",
        "benchmark/Cooling": "adb waits for an Android phone; an iPhone waits by itself",
        "benchmark/Interruptions": "notifications of the system; Android's app has Foreground",
        "benchmark/MobilecBenchmark": "a module hands the core on to who imports it",
        "benchmark/apple": "Apple's systems; what Android says is asked by its app, in device",
        "coreml": "Core ML, without Apple's framework, so that it is tested anywhere",
        "decode/Hypotheses": "what CachedDecoder and StatefulDecoder share",
        "decode/StatefulDecoder": "Core ML keeps states in the program",
        "engine/CompilingEngine": "Core ML compiles on the device",
        "engine/Convert": "Core ML takes and gives float16 and int32",
        "engine/EngineOptions": "Core ML is told which processors; others, how many threads",
        "engine/FixedSizes": "Core ML's functions are of one length each",
        "json/Json": "read by bytes, as vocabularies need; Kotlin has kotlinx.serialization",
        "json/JsonParser": "as Json",
        "json/JsonText": "as Json",
        "json/Utf8Text": "as Json: a text by its bytes, as String compares by graphemes",
        "manifest/KnownDigests": "bundles are opened where they lie, and hashed once a process",
        "manifest/Sha256": "CryptoKit is Apple's alone; a JVM has MessageDigest",
        "run/Model": "an actor, as Swift hands work to threads; Android's app has Session",
        "run/SerialThread": "as Model: the thread that it runs on",
        "text/decoder/Tokens": "texts are UTF-8 in one memory; a JVM has strings",
        "text/model/ByteTable": "as Tokens: what is found by its bytes",
        "text/pretokenizer/CutText": "as Tokens: a text and where it is cut",
        "text/sentence/Line": "as Tokens: a line by its code points",
        "text/unicode/Bytes": "as Tokens: code points in UTF-8",
        "text/unicode/CanonicalTables": "a JVM normalizes; Foundation's form is its system's",
        "text/unicode/CodeRuns": "as CanonicalTables",
        "text/unicode/CompatibleTables": "as CanonicalTables",
        "text/unicode/Decompositions": "as CanonicalTables",
    }
)
KOTLIN_NOT_TYPESCRIPT: Mapping[str, str] = MappingProxyType(
    {
        "benchmark/Cores": "no browser says which core it is on",
        "benchmark/RunJson": "objects of TypeScript are the document's own, by its names",
        "benchmark/RunParts": "as RunJson",
        "manifest/Readable": "a page sees no folder",
        "manifest/Stamp": "a page checks what it stored once, and fetches what is wrong again",
        "text/pattern/Matcher": "a browser runs the expression that Automaton writes",
    }
)
TYPESCRIPT_ALONE: Mapping[str, str] = MappingProxyType(
    {
        "benchmark/FullRange": "a browser's arithmetic is probed where it runs; a phone's is known",
        "benchmark/Order": "a JVM has Random, whose orders these are",
        "benchmark/Page": "a worker asks its page; Android's app is one process",
        "benchmark/Probe": "as FullRange",
        "benchmark/Warming": "a browser translates code again while it runs; a phone's is compiled",
        "engine/onnx": "an engine of its own module in Android's app; a page has one runtime",
        "engine/webgpu": "as engine/onnx, on a browser's GPU",
        "manifest/Sha256": "a page of plain http has no crypto.subtle; a JVM has MessageDigest",
        "text/model/Heap": "a JVM has PriorityQueue",
        "text/unicode/Kept": "Kotlin has lazy",
    }
)
ALONE = {
    ("Kotlin", "Swift"): KOTLIN_ALONE,
    ("Swift", "Kotlin"): SWIFT_ALONE,
    ("Kotlin", "TypeScript"): KOTLIN_NOT_TYPESCRIPT,
    ("TypeScript", "Kotlin"): TYPESCRIPT_ALONE,
}
"""By side and the one that it is held to."""


def files(folders: Mapping[str, Path], end: str) -> set[str]:
    """Files without their ends, each behind its room: Swift writes PreTokenizer, Kotlin
    pretokenizer."""
    found = set()
    for room, folder in folders.items():
        for file in folder.rglob(f"*{end}"):
            inner = file.relative_to(folder).parent.as_posix().lower()
            parts = (part for part in (room, inner) if part not in ("", "."))
            found.add("/".join((*parts, file.stem)))
    return found


def rooms(found: Iterable[str]) -> set[str]:
    """Folders that hold a file, and those around them."""
    return {str(folder) for file in found for folder in Path(file).parents} - {"."}


def strangers(mine: set[str], theirs: set[str], alone: Iterable[str]) -> list[str]:
    """Files of one side that the other has not, and that no reason is given for."""
    reasoned = set(alone)
    return sorted(
        file
        for file in mine - theirs
        if not reasoned & {file, *(str(folder) for folder in Path(file).parents)}
    )


def idle(mine: set[str], theirs: set[str], alone: Iterable[str]) -> list[str]:
    """Reasons for what this side has not, or the other one has too."""
    known = mine | rooms(mine)
    return sorted(name for name in alone if name not in known or name in theirs | rooms(theirs))


FOUND = {side: files(folders, ENDS[side]) for side, folders in SOURCES.items()}


def held(side: str, other: str) -> set[str]:
    """The files of a side that the other one's are held to, or that are held to them."""
    left = PAGE if "TypeScript" in (side, other) else ()
    return {file for file in FOUND[side] if file.split("/")[0] not in left}


@pytest.mark.parametrize(("side", "other"), ALONE)
def test_what_is_in_one_core_is_in_the_other_by_the_same_name(side: str, other: str) -> None:
    assert held(side, other)
    wrong = strangers(held(side, other), held(other, side), ALONE[side, other])
    assert not wrong, (
        f"{side}'s core has {', '.join(wrong)}, {other}'s has not: put it there too, name it as it "
        f"is named there, or say in {Path(__file__).name} why it is on one side alone"
    )


@pytest.mark.parametrize(("side", "other"), ALONE)
def test_a_reason_is_for_what_is_there_on_one_side(side: str, other: str) -> None:
    assert idle(held(side, other), held(other, side), ALONE[side, other]) == []


@pytest.mark.parametrize("side", SOURCES)
def test_tests_are_in_the_rooms_of_what_they_test(side: str) -> None:
    tested = rooms(files({"": TESTS[side]}, ENDS[side]))
    assert tested and tested <= rooms(FOUND[side])


def test_the_page_names_every_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = {name for name in re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)}
    outer = {room for found in FOUND.values() for room in rooms(found) if "/" not in room}
    assert named == outer - {*PAGE}


def test_a_file_on_one_side_alone_is_found(tmp_path: Path) -> None:
    kotlin, swift = tmp_path / "kotlin", tmp_path / "swift"
    for file in (kotlin / "text/model/Bpe.kt", swift / "Text/Model/Bpe.swift"):
        file.parent.mkdir(parents=True)
        file.touch()
    (swift / "Text/Model/Trie.swift").touch()
    mine, theirs = files({"": swift}, ".swift"), files({"": kotlin}, ".kt")
    assert strangers(mine, theirs, ()) == ["text/model/Trie"]
    assert strangers(mine, theirs, {"text/model/Trie"}) == []
    assert strangers(theirs, mine, ()) == []


def test_a_room_on_one_side_alone_is_found(tmp_path: Path) -> None:
    (tmp_path / "Goldens").mkdir()
    (tmp_path / "Goldens" / "Goldens.swift").touch()
    found = files({"": tmp_path}, ".swift")
    assert strangers(found, set(), ()) == ["goldens/Goldens"]
    assert strangers(found, set(), {"goldens"}) == []


def test_a_reason_that_is_no_longer_one_is_found() -> None:
    assert idle({"json/Fields"}, {"json/Fields"}, {"json/Fields", "json/Gone"}) == [
        "json/Fields",
        "json/Gone",
    ]
    assert idle({"coreml/Packages"}, set(), {"coreml"}) == []
