"""ios_demo's package, built and tested by Swift, and its sources held to grammar and form."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from tests.ios_demo.toolchain import ROOT, Swift

DEMO = ROOT / "ios_demo"
SAMPLE = DEMO / "Sample" / "Sources" / "sample"
CORE = DEMO / "Sources" / "Mobilec"
BENCHMARK = DEMO / "Sources" / "MobilecBenchmark"
SCRATCH = ROOT / "build" / "ios" / "swift"
BUNDLES, IOS_BUNDLES = ROOT / "build" / "phone", ROOT / "build" / "ios"
FIXTURES, SHARED = ROOT / "build" / "fixtures", ROOT / "tests" / "fixtures"
RUNS = ROOT / "build" / "ios" / "runs"
"""What the tests of the benchmark leave: see run_json.py."""
_COVERED = "*-*-*/release/codecov/*.json"
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
    """Builds the package and runs its tests, one after the other, with coverage."""
    for earlier in SCRATCH.glob(_COVERED):
        earlier.unlink()
    return _package(swift, "test", *_OPTIONS, "-j", str(_JOBS))


def coverage_document() -> Path:
    """Where the last run of the tests left what it covered: ``--show-codecov-path`` says the same
    after reading the package again."""
    (found,) = SCRATCH.glob(_COVERED)
    return found


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
