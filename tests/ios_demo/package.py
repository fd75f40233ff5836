"""ios_demo's package, built and tested by Swift, and its sources held to grammar and form."""

import os
import shutil
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures import tokenizers
from tests.ios_demo.toolchain import ROOT, Swift
from tests.lowering.passed import FOUND, bundle_files, key_of, passed, sources
from tests.lowering.sources import digest_of

DEMO = ROOT / "ios_demo"
SAMPLE = DEMO / "Sample" / "Sources" / "sample"
CORE = DEMO / "Sources" / "Mobilec"
BENCHMARK = DEMO / "Sources" / "MobilecBenchmark"
SCRATCH = ROOT / "build" / "ios" / "swift"
BUNDLES, IOS_BUNDLES = ROOT / "build" / "phone", ROOT / "build" / "ios"
FIXTURES, SHARED = ROOT / "build" / "fixtures", ROOT / "tests" / "fixtures"
LEFT = FOUND / "swift"
"""What the last run of the tests left: see ``_tested``."""
RUNS = LEFT / "runs"
"""What the tests of the benchmark leave: see run_json.py."""
COVERED = LEFT / "coverage.json"
"""What the tests covered, where all passed."""
_STATUS, _SAID = "status.txt", "said.txt"
_SPEED = "MOBILEC_SPEED"
"""Asks a test to measure: see TokenizerSpeed.swift."""
_COVERED_BY = "*-*-*/release/codecov/*.json"
"""Where a run of the tests leaves what it covered: ``--show-codecov-path`` says the same after
reading the package again."""
_JOBS = 2
_OPTIONS = (
    # Tokenizers go through tens of thousands of lines: minutes without the optimizer.
    *("-c", "release", "-Xswiftc", "-enable-testing"),
    *("--enable-code-coverage", "--disable-swift-testing"),
)
_WHERE = {
    "MOBILEC_FIXTURES": str(FIXTURES),
    "MOBILEC_SHARED": str(SHARED),
    "MOBILEC_BUNDLES": str(BUNDLES),
    "MOBILEC_IOS_BUNDLES": str(IOS_BUNDLES),
    "MOBILEC_RUN_OUT": str(RUNS),
}


@dataclass(frozen=True)
class Ran:
    """``status``: of the program. ``words``: all that it said."""

    status: int
    words: str

    @property
    def last_words(self) -> str:
        return self.words[-6000:]


def run_tests(swift: Swift) -> Ran:
    """Builds the package and runs its tests, one after the other, with coverage, unless all passed
    before with the very same sources, bundles and compiler (tests/lowering/passed.py)."""
    passed(_key(swift), LEFT, lambda _: _tested(swift))
    return Ran(int((LEFT / _STATUS).read_text()), (LEFT / _SAID).read_text(encoding="utf-8"))


def _key(swift: Swift) -> str:
    """Of all that the tests read."""
    programs = ("exporters.executorch.run", "exporters.coreml.run")
    made_by = digest_of(("tests.fixtures.recorded", *programs, __name__))
    files = [*sources(DEMO), *bundle_files(BUNDLES, IOS_BUNDLES)]
    words = (swift.origin, made_by, tokenizers.key(), os.environ.get(_SPEED, ""))
    return key_of("swift", files, *words)


def _tested(swift: Swift) -> bool:
    """What Python and the programs say, then Swift; True where all passed. ``LEFT`` takes what
    Swift said, what it covered and the runs."""
    from tests.fixtures import recorded  # which wants the runtimes of both formats

    tokenizers.main(FIXTURES / "tokenizers")
    recorded.ensure(FIXTURES / "recorded", BUNDLES, "executorch")
    recorded.ensure(FIXTURES / "recorded", IOS_BUNDLES, "coreml")
    for earlier in SCRATCH.glob(_COVERED_BY):
        earlier.unlink()
    ran = _package(swift, "test", *_OPTIONS, "-j", str(_JOBS))
    for document in SCRATCH.glob(_COVERED_BY):
        shutil.copyfile(document, COVERED)
    (LEFT / _STATUS).write_text(str(ran.status))
    (LEFT / _SAID).write_text(ran.words, encoding="utf-8")
    return ran.status == 0


def described(swift: Swift, folder: Path = DEMO) -> Ran:
    """The package in ``folder`` as the package manager reads it, in JSON."""
    where = ("--package-path", str(folder), "--scratch-path", str(SCRATCH))
    return _ran(swift, "swift", "package", *where, "dump-package")


def folders(demo: Path = DEMO) -> dict[str, list[Path]]:
    """Every Swift file, also those that only Apple's systems compile, by the module it is of: the
    first two parts of its path."""
    found = defaultdict(list)
    for file in sorted(demo.rglob("*.swift")):
        parts = file.relative_to(demo).parent.parts
        if ".build" not in parts:
            found["/".join(parts[:2])].append(file)
    return dict(found)


def parsed(swift: Swift, *files: Path) -> Ran:
    """Held to the grammar alone, also what stands under the #if of a module that is not here."""
    words = ("-parse", "-whole-module-optimization", "-swift-version", "6")
    return _ran(swift, "swiftc", *words, *map(str, files))


def linted(swift: Swift, *places: Path) -> Ran:
    """Held to the form that ios_demo/.swift-format asks for."""
    rules = ("--strict", "--recursive", "--configuration", str(DEMO / ".swift-format"))
    return _ran(swift, "swift", "format", "lint", *rules, *map(str, places))


def checked(swift: Swift, modules: Path) -> Ran:
    """Apple-only sources against modules that stand in for Apple's: types, not behaviour.
    ``modules``: where all of them are put."""
    return _ran(swift, "bash", str(DEMO / "StandIns" / "check.sh"), str(modules))


def typed(swift: Swift, modules: Path, *files: Path, whole: bool = False) -> Ran:
    """Files of someone who has these modules. ``whole``: as a package builds them, in which one
    marks where it begins."""
    words = (
        *(("-parse-as-library",) if whole else ()),
        "-typecheck",
        "-swift-version",
        "6",
        "-I",
        str(modules),
    )
    return _ran(swift, "swiftc", *words, *map(str, files))


def _package(swift: Swift, command: str, *words: str) -> Ran:
    where = ("--package-path", str(DEMO), "--scratch-path", str(SCRATCH))
    return _ran(swift, "swift", command, *where, *words)


def _ran(swift: Swift, *words: str) -> Ran:
    done = swift.run(*words, settings=_WHERE)
    return Ran(done.returncode, done.stdout)
