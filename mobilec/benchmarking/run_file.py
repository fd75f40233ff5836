"""run.json read, checked and written."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from exporters.bundle.records import from_json
from exporters.errors import Refused
from exporters.outside.json_file import read_json
from exporters.whole.file import write_whole
from mobilec.benchmarking.run import SCHEMA, Run

_SCHEMA_FILE = Path(__file__).parent / "run.schema.json"
_SHOWN = 3


@cache
def validator() -> Draft202012Validator:
    """Of run.schema.json; formats (times, ids) are checked as well."""
    schema = json.loads(_SCHEMA_FILE.read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def parsed(document: Any, where: str) -> Run:
    """The run in a document; ``where`` names it in the refusal."""
    version = document.get("schema") if isinstance(document, dict) else None
    if version != SCHEMA:
        raise Refused(
            f"{where} is not a run.json of version {SCHEMA} (its schema is {version!r}); it takes "
            "what mobilec bench or the app wrote"
        )
    wrong = sorted(validator().iter_errors(document), key=lambda error: error.json_path)
    if wrong:
        shown = "; ".join(f"{e.json_path}: {e.message[:120]}" for e in wrong[:_SHOWN])
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        raise Refused(f"{where} does not hold to run.schema.json: {shown}{more}")
    return from_json(Run, document, where)


def read_run(path: Path) -> Run:
    """Reads and checks a file."""
    return parsed(read_json(path, "was its run interrupted?"), str(path))


def write_run(run: Run, path: Path) -> None:
    """Whole or not at all: written beside its place, then renamed. What breaks the schema is not
    written."""
    document = run.to_json()
    parsed(document, str(path))
    write_whole(written(document), path)


def written(document: dict[str, Any]) -> str:
    """Readable, with the samples of a series on one line."""
    lines = [f"{json.dumps(key)}: {_value(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _value(value: Any, depth: int = 1) -> str:
    compact = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or depth > _DEEPEST or _flat(value):
        return compact
    inner, outer = "  " * depth, "  " * (depth - 1)
    if isinstance(value, list):
        lines = [inner + _value(item, depth + 1) for item in value]
        return "[\n" + ",\n".join(lines) + f"\n{outer}]"
    lines = [f"{inner}{json.dumps(k)}: {_value(v, depth + 1)}" for k, v in value.items()]
    return "{\n" + ",\n".join(lines) + f"\n{outer}}}"


_DEEPEST = 6


def _flat(value: Any) -> bool:
    items = value.values() if isinstance(value, dict) else value
    return not any(isinstance(item, dict | list) for item in items)
