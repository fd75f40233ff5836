"""What the Kotlin libraries offer: every public declaration, as their sources say it.

    python -m tests.android_demo.api          # writes android_demo/api/MODULE.txt anew

Kotlin's own dump wants Gradle. This one reads the sources line by line, which their one form lets
it: what a declaration belongs to stands four spaces to its left."""

import re
from collections.abc import Iterator
from pathlib import Path

DEMO = Path(__file__).parents[2] / "android_demo"
LIBRARIES = ("core", "engine-onnx", "engine-executorch")
_STEP = 4
_MODIFIERS = (
    "public|private|internal|protected|open|abstract|final|sealed|data|enum|inline|override|const|"
    "lateinit|operator|infix|suspend|tailrec|companion|fun(?= interface)|annotation|value"
)
_DECLARED = re.compile(
    rf"^(?P<mods>(?:(?:{_MODIFIERS})\s+)*)(?P<kind>class|interface|object|fun|val|var|typealias)\b"
)
_GIVES = re.compile(r"^(?:[a-z]+ )*(?:fun|val|var)\b")
UNTYPED = "  # leaves its type to the compiler"
"""Said of what would change for callers with a body; one in braces gives nothing."""
_HIDDEN = ("private", "internal", "override")
_CONSTANT = re.compile(r"^[A-Z][A-Z_0-9]*(\(.*\))?[,;]")


def dumped(module: Path) -> str:
    """The declarations of a module, file by file, without the word that they have in common."""
    root = module / "src" / "main" / "kotlin"
    parts = []
    for file in sorted(root.rglob("*.kt")):
        lines = list(declarations(file.read_text().replace("public ", "")))
        if lines:
            parts.append("\n".join((f"# {file.relative_to(root).as_posix()}", *lines, "")))
    return "\n".join(parts)


def declarations(source: str) -> Iterator[str]:
    """Each in a line, as far to the right as in the source."""
    lines = source.splitlines()
    shut: int | None = None
    open_at, next_at = [0], 0
    for at, line in enumerate(lines):
        text = line.strip()
        depth = len(line) - len(line.lstrip())
        if at < next_at or (shut is not None and (depth > shut or not text or text[0] in ")}")):
            continue
        shut = None
        open_at = [level for level in open_at if level <= depth]
        found = _DECLARED.match(re.sub(r"^(@\S+ )+", "", text))
        if depth not in open_at or (found is None and not _CONSTANT.match(text)):
            continue
        shut = depth
        if found and set(found["mods"].split()) & set(_HIDDEN):
            continue
        whole, next_at = _whole(lines, at)
        yield " " * depth + _signature(whole)
        if found and found["kind"] in ("class", "interface", "object") and whole.endswith("{"):
            open_at.append(depth + _STEP)
            shut = None


def _whole(lines: list[str], at: int) -> tuple[str, int]:
    """(the lines from a declaration on until its brackets are closed, the line behind them)."""
    text = ""
    for end in range(at, len(lines)):
        text += ("" if text.endswith("(") or not text else " ") + lines[end].strip()
        if text.count("(") <= text.count(")") and not text.endswith((":", "=")):
            break
    return re.sub(r",? \)", ")", text), end + 1


def _signature(text: str) -> str:
    """Without its body or value; that of a constant is part of what it says."""
    text = re.sub(r"\s+by\s+\S.*$", "", text)
    if text.startswith("const ") or (text.startswith("enum ") and text.endswith("}")):
        return text
    outside, depth, end = "", 0, ""
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth and character in "{=":
            end = character
            break
        outside += character
    said = outside.rstrip().rstrip(",;}").rstrip().removesuffix(" get()")
    if not _GIVES.match(said):
        return said
    is_function = re.search(r"\bfun ", said) is not None
    given = ":" in (said.rpartition(")")[2] if is_function else said)
    return said if given or (is_function and end != "=") else f"{said}{UNTYPED}"


def write(folder: Path = DEMO) -> None:
    """Each module's declarations into its file."""
    for name in LIBRARIES:
        file = folder / "api" / f"{name}.txt"
        file.parent.mkdir(exist_ok=True)
        file.write_text(dumped(folder / name), encoding="utf-8")


if __name__ == "__main__":
    write()
