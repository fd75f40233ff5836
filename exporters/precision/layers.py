"""Which layers of a module become int8, by the rules."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from torch import nn

from exporters.errors import Refused
from exporters.precision.rules import Rule

QUANTIZABLE = (nn.Linear, nn.Embedding)


def quantized_layers(module: nn.Module, rules: Sequence[Rule] = ()) -> tuple[str, ...]:
    """Paths of the linears and embeddings that become int8, in the order of the module.

    A layer that stands at several paths (ALBERT's) is decided by its first path. Layers that no
    rule matches are quantized.
    """
    return tuple(path for path in _paths(module) if _decide(path, rules))


def refuse_idle(modules: Iterable[nn.Module], rules: Sequence[Rule]) -> None:
    """Refuses a rule that matches no layer of any method of a program: it would do nothing."""
    paths = [path for module in modules for path in _paths(module)]
    for rule in rules:
        if not any(fnmatchcase(path, rule.pattern) for path in paths):
            raise Refused(
                f"the precision rule {rule.pattern!r} matches no layer; "
                f"the layers are, for example: {', '.join(paths[:3])}"
            )


def _paths(module: nn.Module) -> list[str]:
    return [name for name, layer in module.named_modules() if isinstance(layer, QUANTIZABLE)]


def _decide(path: str, rules: Sequence[Rule]) -> bool:
    return next((r.quantize for r in rules if fnmatchcase(path, r.pattern)), True)
