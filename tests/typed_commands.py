"""What the pages say can be typed, and what is wrong with it by the parsers themselves."""

import re
import shlex
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from docs.tables.commands import choices, known

ROOT = Path(__file__).parent.parent
COMMANDS = known()
GROUPS = {words.split()[0] for words in COMMANDS if " " in words}
EVERYWHERE = {"-h", "--help", "--debug", "--version"}
TARGETS = {
    target
    for line in re.findall(r"^([\w -]+):", (ROOT / "Makefile").read_text(), re.M)
    for target in line.split()
}
SAID = {"progress", "finished"}
"""Words after `mobilec` in a log, which nobody types."""


def typed(text: str) -> Iterator[str]:
    """Every command in a page's blocks of code, fenced or indented, and in its text."""
    blocks = re.findall(r"^```\w*\n(.*?)^```|((?:^    [^\n]*\n)+)", text, re.S | re.M)
    for block in ("".join(each) for each in blocks):
        for line in block.replace("\\\n", " ").splitlines():
            words = " ".join(line.split()).removeprefix(".venv/bin/")
            if re.match(r"(mobilec|make|python) ", words):
                yield words
    for inline in re.findall(r"(?<!`)`((?:mobilec|make|python -m) [^`]+)`", text):
        yield " ".join(inline.split())


def fault(line: str) -> str:
    """What is wrong with a command; nothing where it can be typed."""
    words = _words(line)
    if words[0] == "make":
        return _made([word for word in words[1:] if "=" not in word])
    if words[0] == "python":
        return _run(words[1:])
    return "" if words[1] in SAID else _mobilec(words[1:])


def _words(line: str) -> list[str]:
    """Up to where the shell takes over."""
    words = shlex.split(line, comments=True)
    ends = (at for at, word in enumerate(words) if word in {"<", ">", "|", "&&", ";", "..."})
    return words[: next(ends, len(words))]


def _made(targets: list[str]) -> str:
    unknown = [target for target in targets if target not in TARGETS]
    return f"make has no target {', '.join(unknown)}" if unknown else ""


def _run(words: list[str]) -> str:
    if words[0] != "-m":
        return "" if (ROOT / words[0]).is_file() else f"there is no {words[0]}"
    place, package = ROOT / words[1].replace(".", "/"), words[1].partition(".")[0]
    ours = any(file.is_file() for file in (place.with_suffix(".py"), place / "__main__.py"))
    there = ours if (ROOT / package).is_dir() else find_spec(package)
    return "" if there else f"there is no module {words[1]}"


def _mobilec(words: list[str]) -> str:
    if words[0] in EVERYWHERE or words in [[group] for group in GROUPS]:
        return ""
    count = 2 if words[0] in GROUPS else 1
    command = COMMANDS.get(" ".join(words[:count]))
    if command is None:
        return f"there is no command {' '.join(words[:count])}"
    return _options(command, words[count:])


def _options(command: Any, words: list[str]) -> str:
    takes = any(each.param_type_name == "argument" for each in command.params)
    options = {o: p for p in command.params for o in (*p.opts, *p.secondary_opts) if o[0] == "-"}
    left = iter(words)
    for word in left:
        if not word.startswith("-"):
            if not takes:
                return f"it takes no {word}"
        elif word not in options:
            if word not in EVERYWHERE:
                return f"it has no option {word}"
        elif not options[word].is_flag:
            value, known_words = next(left, ""), choices(options[word])
            if known_words and value not in known_words:
                return f"{word} cannot be {value!r}"
    return ""
