"""The house holds: imports run one way, commands stay light, files are one idea each."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import mobilec
from exporters.formats import FORMATS
from exporters.tasks import names
from exporters.tasks.registry import TASKS

ROOT = Path(__file__).parent.parent
SOURCES = sorted(p for room in ("exporters", "mobilec") for p in (ROOT / room).rglob("*.py"))
OURS = frozenset(SOURCES)
REGISTRY = ROOT / "exporters/runtime.py"
NAMES = ROOT / "exporters/formats.py"

LIGHT = {
    *("typer", "rich"),
    *("exporters.errors", "exporters.formats", "exporters.progress", "exporters.tasks.names"),
}
"""What a command may import before it knows that there is work (and the standard library)."""

HEAVY_LIBRARIES = {
    *("torch", "transformers", "numpy", "scipy", "tokenizers", "safetensors", "optimum"),
    *("huggingface_hub", "executorch", "onnx", "onnxruntime", "coremltools"),
}

RUNS = (
    *("mobilec/evaluation/open.py", "mobilec/bundling/bundle.py", "mobilec/sizing/size.py"),
    *("mobilec/reporting/report.py", "mobilec/benchmarking/host/measure.py"),
    *("exporters/onnx/run.py", "exporters/executorch/run.py"),
    *("exporters/tasks/classification.py", "exporters/tasks/translation.py"),
    *("mobilec/tasks/registry.py", "mobilec/benchmarking/host/labelling.py"),
    *("mobilec/benchmarking/host/translating.py", "mobilec/inspecting/inspect.py"),
    "mobilec/verifying/verify.py",
)
"""What is there for whoever has bundles and makes none."""
TO_RUN = {
    *("numpy", "tokenizers", "onnxruntime", "torch"),
    *("executorch.extension.pybindings._C", "executorch.kernels.quantized"),
}
"""What they may take of these; torch for the runtime of a .pte alone."""

FLOORS = (
    *("version", "tasks", "shipped", "layers", "provenance", "fetching", "apps"),
    *("compressed", "checkpoint", "evaluation", "shortlisting"),
    *("training", "teaching", "compression", "exporting"),
    *(
        "inspecting",
        "packing",
        "verifying",
        "searching",
        "android",
        "ios",
        "web",
        "bundling",
        "sizing",
        "arm",
    ),
    *("serving", "benchmarking", "reporting", "mobilec", "cli"),
)
"""The rooms of mobilec, the lowest first; ``mobilec`` is the table of public names. None imports
from a room above its own, not in a function and not for types either."""

ROOMS_OF_TASKS = ("exporters/tasks/", "mobilec/tasks/")
"""One file, one task."""
NAMES_A_TASK = {
    "exporters/bundle/golden.py": "writes golden.json of this task",
    "exporters/bundle/translation_golden.py": "likewise",
    "exporters/bundle/rules.py": "what the apps too want of a manifest, by its task",
    "exporters/capture/capture.py": "makes the program of this task",
    "exporters/capture/translation/capture.py": "likewise",
    "exporters/probe/program.py": "likewise: one product",
    "mobilec/evaluation/classify.py": "the call that does this task alone",
    "mobilec/evaluation/translate.py": "likewise",
    "mobilec/evaluation/pivot.py": "likewise",
    "mobilec/evaluation/labelling.py": "loads the model of a bundle of this task",
    "mobilec/evaluation/translating.py": "likewise",
    "mobilec/shipped/catalogue.py": "says what each shipped model does, and which is meant unasked",
    "mobilec/cli/commands/translate.py": "the heading of a column",
    "mobilec/packing/quality.py": "a key of a record",
    "mobilec/training/finetuning/sources.py": "a column that data sets have",
}
"""Path to the reason why it does not ask what a task is."""

LONGEST_FILE = 300
LONG_FOR_A_REASON: dict[str, str] = {}
"""Path to the reason why one idea takes more lines."""

NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path, top_level: bool = False) -> Iterator[str]:
    """Modules that a file imports, with ``from a import b`` as a.b; ``top_level``: while it is
    imported itself, so not in functions and not for type checkers."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _executed(tree) if top_level else ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative imports hide where they lead"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _executed(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        waits = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for_types = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        if not waits and not for_types:
            yield node
            yield from _executed(node)


def inside(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def in_room(room: str) -> list[Path]:
    return [path for path in SOURCES if named(path).startswith(room + "/")]


def test_exporters_never_import_mobilec():
    for path in in_room("exporters"):
        assert not [m for m in imports(path) if inside(m, "mobilec")], named(path)


@pytest.mark.parametrize("room", ["exporters", "mobilec", "benchmarks", "docs", "examples"])
def test_nothing_needs_the_tests(room):
    for path in (ROOT / room).rglob("*.py"):
        assert not [m for m in imports(path) if inside(m, "tests")], named(path)


@pytest.mark.parametrize("backend", FORMATS)
def test_a_back_end_never_imports_another(backend):
    others = [f"exporters.{other}" for other in FORMATS if other != backend]
    for path in in_room(f"exporters/{backend}"):
        assert not [m for m in imports(path) for o in others if inside(m, o)], named(path)


def test_only_the_registry_leads_to_the_back_ends():
    ends = [f"exporters.{backend}" for backend in FORMATS]
    for path in SOURCES:
        if path.parent.name in FORMATS:
            continue
        assert not [m for m in imports(path) for e in ends if inside(m, e)], named(path)
    assert 'import_module(f"exporters.{format}.{name}")' in REGISTRY.read_text()


ROOMS_OF_ENGINES = ("mobilec/android/", "mobilec/ios/", "mobilec/arm/")
"""What carries one runtime to a platform: its libraries there, and how they are built and run."""


def test_no_format_is_named_outside_its_folder():
    for path in SOURCES:
        if path == NAMES or named(path).startswith(ROOMS_OF_ENGINES):
            continue
        own = {path.parents[depth].name for depth in (0, 1)}
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        words = {node.value for node in nodes if isinstance(node, ast.Constant)}
        assert not words & set(FORMATS) - own, named(path)


def tasks_named(path: Path) -> set[str]:
    """By their strings, or by the constants that hold those."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    strings = {node.value for node in nodes if isinstance(node, ast.Constant)} & {*TASKS}
    constants = {node.id for node in nodes if isinstance(node, ast.Name)}
    return strings | (constants & {name for name, held in vars(names).items() if held in [*TASKS]})


def test_no_task_is_named_outside_its_files():
    for path in SOURCES:
        if named(path) not in NAMES_A_TASK and not named(path).startswith(ROOMS_OF_TASKS):
            assert tasks_named(path) == set(), named(path)


def test_reasons_to_name_a_task_are_still_needed():
    assert [name for name in NAMES_A_TASK if not tasks_named(ROOT / name)] == []


def test_a_branch_by_task_is_found(tmp_path):
    (tmp_path / "a.py").write_text('if about.task == TRANSLATION or task == "translation": pass')
    assert tasks_named(tmp_path / "a.py") == {"TRANSLATION", "translation"}


def arrows() -> dict[str, set[str]]:
    """Each module of ours and those that it imports, wherever in it that is done."""
    known = {_dotted(path): path for path in SOURCES}
    found = {}
    for module, path in known.items():
        asked = {m if m in known else m.rpartition(".")[0] for m in imports(path)}
        found[module] = (asked & known.keys()) - {module}
    return found


def _dotted(path: Path) -> str:
    return named(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def circle(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Modules that import one another in a ring; none where there is no such ring."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def floor(module: str) -> int:
    """Of a module of mobilec."""
    return FLOORS.index((module.split(".") + ["mobilec"])[1])


def upward(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """Imports of mobilec that lead to a room above."""
    return [
        f"{module} -> {other}"
        for module, others in graph.items()
        for other in others
        if inside(module, "mobilec") and inside(other, "mobilec") and floor(other) > floor(module)
    ]


def test_no_module_imports_itself_by_way_of_others():
    found = arrows()
    assert "mobilec.compressed.rebuild" in found["mobilec.checkpoint.compressed"]
    assert circle(found) == []


def test_no_room_of_mobilec_imports_one_above_it():
    assert upward(arrows()) == []


def test_every_room_of_mobilec_has_its_floor():
    rooms = {path.relative_to(ROOT / "mobilec").parts[0] for path in in_room("mobilec")}
    assert {room.removesuffix(".py") for room in rooms} - {"__init__"} == {*FLOORS} - {"mobilec"}


def test_a_ring_and_a_way_up_are_found():
    ring = {"mobilec.layers.a": ["mobilec.cli.b"], "mobilec.cli.b": ["mobilec.layers.a"]}
    assert len(circle(ring)) == 3
    assert upward(ring) == ["mobilec.layers.a -> mobilec.cli.b"]
    assert upward({"mobilec.exporting.a": ["mobilec"]}) == ["mobilec.exporting.a -> mobilec"]


def test_commands_are_light_until_they_work():
    for path in in_room("mobilec/cli"):
        own = [m for m in imports(path, top_level=True) if inside(m, "mobilec")]
        assert all(inside(m, "mobilec.cli") or m == "mobilec" for m in own), named(path)
        theirs = [m for m in imports(path, top_level=True) if inside(m, "exporters")]
        assert all(any(inside(m, light) for light in LIGHT) for m in theirs), named(path)
        heavy = {m.split(".")[0] for m in imports(path, top_level=True)} & HEAVY_LIBRARIES
        assert not heavy, named(path)


def test_the_public_table_and_the_catalogue_are_light():
    for name in ("mobilec/__init__.py", "mobilec/shipped/catalogue.py", "exporters/errors.py"):
        heavy = {m.split(".")[0] for m in imports(ROOT / name, top_level=True)} & HEAVY_LIBRARIES
        assert not heavy, name


def reached(start: Path) -> Iterator[tuple[Path, str]]:
    """Every module that is imported as a file is, and the file of ours that imports it."""
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        for module in imports(path, top_level=True):
            yield path, module
            own = ROOT / module.replace(".", "/")
            for found in (own.with_suffix(".py"), own.parent.with_suffix(".py")):
                if found in OURS and found not in seen:
                    seen.add(found)
                    waiting.append(found)


@pytest.mark.parametrize("name", RUNS)
def test_what_runs_a_bundle_takes_nothing_that_makes_one(name):
    allowed = TO_RUN if "executorch" in name else TO_RUN - {"torch"}
    for path, module in reached(ROOT / name):
        heavy = module.split(".")[0] in HEAVY_LIBRARIES
        assert not heavy or any(inside(module, each) for each in allowed), (named(path), module)


def test_files_are_short_or_say_why():
    for path in SOURCES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_FILE or named(path) in LONG_FOR_A_REASON, f"{named(path)}: {lines}"


def test_reasons_for_long_files_are_still_needed():
    for name in LONG_FOR_A_REASON:
        assert len((ROOT / name).read_text().splitlines()) > LONGEST_FILE, name


def test_every_file_is_named_after_what_it_holds():
    for path in SOURCES:
        assert not {part.removesuffix(".py") for part in path.parts} & NAMELESS, named(path)


def test_tests_mirror_the_source():
    for path in (ROOT / "tests").rglob("test_*.py"):
        if path.parent != ROOT / "tests":
            room = path.parent.relative_to(ROOT / "tests")
            assert (ROOT / room).is_dir(), named(path)


def test_a_lazy_import_is_told_from_an_eager_one(tmp_path):
    lazy = "if TYPE_CHECKING:\n    import b\ndef f():\n    import c\n"
    (tmp_path / "some.py").write_text("import a\n" + lazy + "class D:\n    import d\n")
    assert list(imports(tmp_path / "some.py", top_level=True)) == ["a", "d"]
    assert sorted(imports(tmp_path / "some.py")) == ["a", "b", "c", "d"]


ROOM_OF = {
    "export": "exporting",
    "compress": "compression",
    "search": "searching",
    "verify": "verifying",
    "evaluate": "evaluation",
    "classify": "evaluation",
    "translate": "evaluation",
    "shortlist": "shortlisting",
    "teach": "teaching",
    "inspect": "inspecting",
    "bundle": "bundling",
    "size": "sizing",
    "bench": "benchmarking",
    "report": "reporting",
    "serve": "serving",
    "models": "shipped",
    "recipes": "compression",
    "train": "training",
    "arm": "arm",
}
"""Command to the room where its work is done. A room is called as its command, with -ing: a package
of the command's own name would stand over the call of that name, as in ``mobilec.size(app)``."""


def test_every_command_has_its_room():
    folder = ROOT / "mobilec" / "cli" / "commands"
    commands = {file.stem for file in folder.glob("*.py")} - {"__init__"}
    assert set(ROOM_OF) == commands
    for command, room in ROOM_OF.items():
        text = (folder / f"{command}.py").read_text(encoding="utf-8")
        called = {mobilec._CALLS.get(name, "") for name in re.findall(r"mobilec\.(\w+)\(", text)}
        in_room = any(inside(module, f"mobilec.{room}") for module in called)
        assert in_room or f"mobilec.{room}." in text, command
