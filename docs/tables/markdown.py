"""Tables and blocks as Markdown has them."""

import re
from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """One line for each row. Bars and line breaks inside a cell would end it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def code(text: object) -> str:
    return f"`{text}`"


def codes(texts: Iterable[object]) -> str:
    return ", ".join(map(code, texts))


def first_paragraph(docstring: str | None) -> str:
    """In one line, with code as Markdown marks it."""
    return marked((docstring or "").strip().split("\n\n")[0])


def marked(docstring: str) -> str:
    """Double backticks are those of docstrings."""
    return re.sub(r"``([^`]+)``", r"`\1`", " ".join(docstring.split()))
