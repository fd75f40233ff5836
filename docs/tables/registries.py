"""What there is of each kind: families, precisions, methods, recipes, gates, targets, models."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from typing import Any

import mobilec
from docs.tables.fields import told, usual
from docs.tables.markdown import code, codes, first_paragraph, table
from exporters.backend import backend
from exporters.families.registry import CLASSIFIERS, TRANSLATORS
from exporters.formats import FORMATS, TARGETS, unasked, usable
from exporters.precision.rules import Precision
from exporters.tasks.registry import TASKS
from mobilec.arm.processors import DEFAULT, PROCESSORS
from mobilec.compression.recipe import keys
from mobilec.compression.registry import METHODS, method_of
from mobilec.shipped.catalogue import MODELS, PUBLISHED

Check = Callable[..., Any]


def families() -> str:
    """Classifiers: what each asks of the common form."""
    rows = (
        (
            code(name),
            "yes" if family.token_types else "no",
            "behind the padding id" if family.positions_after_padding else "from 0",
            _file(family.network),
        )
        for name, family in sorted(CLASSIFIERS.items())
    )
    return table(("`model_type`", "token types", "positions count", "attention is made in"), rows)


def translators() -> str:
    """Translators: how each knows positions and languages."""
    rows = (
        (
            code(name),
            "bias by distance" if family.relative else "rows of a table",
            " or ".join(code(form.pattern) for form in family.languages) or "none, or a prefix",
        )
        for name, family in sorted(TRANSLATORS.items())
    )
    return table(("`model_type`", "positions are", "languages are tokens such as"), rows)


def precisions() -> str:
    """What a precision means in a format. An empty cell is refused."""
    ends = [backend(name) for name in FORMATS]
    heads = [code(end.suffix(1, 18)) for end in ends]
    rows = ([code(p.value), *(end.precisions.get(p, "") for end in ends)] for p in Precision)
    return table(("`--precision`", *heads), rows)


def targets() -> str:
    """Formats of a target."""
    rows = ((code(target), codes(unasked(target)), codes(usable(target))) for target in TARGETS)
    return table(("`--target`", "formats unasked", "formats that it can use"), rows)


def gates() -> str:
    """Every check of a bundle, in the order in which they run."""
    of: dict[tuple[str, str], list[str]] = {}
    for task in TASKS:
        gates = TASKS[task].gates()
        for name, check in {"tokenizer": gates.whole, **gates.each}.items():
            of.setdefault((name, _held(check)), []).append(task)
    rows = ((name, held, " and ".join(tasks)) for (name, held), tasks in of.items())
    return table(("gate", "what it holds", "of"), rows)


def _held(check: Check) -> str:
    """``Gate: padding does not ...`` without its first word."""
    return first_paragraph(sys.modules[check.__module__].__doc__).partition(": ")[2].rstrip(".")


def methods() -> str:
    """Methods of compression, and what each does in a line."""
    rows = ((code(name), _purpose(name)) for name in METHODS)
    return table(("method", "what it does"), rows)


def _purpose(name: str) -> str:
    first = first_paragraph(sys.modules[_module(name)].__doc__)
    return first.removeprefix(f"{name}: ").rstrip(".")


def _module(name: str) -> str:
    method_of(name)
    return METHODS[name]


def method_keys() -> str:
    """The keys that a step of a recipe may have."""
    return table(("method", "key", "unasked", "what it says"), _keys())


def _keys() -> Iterator[tuple[str, ...]]:
    for name in METHODS:
        options = method_of(name).options
        unsaid, words = keys.unasked(options), told(options)
        for key in options.__dataclass_fields__:
            value = _value(unsaid[key]) if key in unsaid else "must be given"
            yield code(name), code(key), value, words.get(key, "")


def _value(value: Any) -> str:
    if value is None or value in ([], {}):
        return ""
    return code(str(value).lower() if isinstance(value, bool) else value)


def recipes() -> str:
    """What ships to begin with."""
    rows = ((code(r.name), r.reaches, r.source) for r in mobilec.recipes())
    return table(("recipe", "reaches", "its choices come from"), rows)


def models() -> str:
    """What has a name: it ships inside the package, or is fetched."""
    ship = (
        (code(m.name), m.task, m.description, ", ".join(m.languages), m.licence, "the package")
        for m in MODELS.values()
    )
    fetched = (
        (code(m.name), m.task, m.description, ", ".join(m.languages), m.licence, m.origin)
        for m in PUBLISHED.values()
    )
    heads = ("model", "task", "what it does", "languages", "licence", "from")
    return table(heads, (*ship, *fetched))


def processors() -> str:
    """Emulated ones."""
    rows = (
        (code(name), codes(p.int8) or "none", p.seen_in, "yes" if name in DEFAULT else "")
        for name, p in PROCESSORS.items()
    )
    return table(("processor", "int8 instructions", "seen in", "taken unasked"), rows)


def public() -> str:
    """What ``import mobilec`` gives, in the order of its table."""
    rows = (
        (code(f"mobilec.{name}"), first_paragraph(getattr(mobilec, name).__doc__))
        for name in mobilec._DEFINED_IN
    )
    return table(("name", "what it is"), rows)


def options() -> str:
    """Every field of the classes of options."""
    classes = [getattr(mobilec, name) for name in mobilec._TAKEN]
    fields = (f"### mobilec.{c.__name__}\n\n{usual(c)}" for c in classes if is_dataclass(c))
    return "\n\n".join(fields)


def _file(function: Callable[..., Any]) -> str:
    return code(f"{function.__module__.replace('.', '/')}.py")
