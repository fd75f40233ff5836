"""Whether the runtime of an app has every operator that a .pte calls outside its delegates.

A phone that lacks one answers with an error when the program is loaded, not before. The lists lie
beside this file, one a build of the runtime, one operator a line as ``namespace::name.overload``.
"""

from pathlib import Path

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.reading import OperatorUse, read

_LISTS = {"react-native-executorch@0.9.3": "react-native-executorch-0.9.3.txt"}
"""A build of the runtime to the file that lists its operators."""
_FORMAT = "executorch"


def known_operators(runtime: str) -> frozenset[str] | None:
    """Those of a build of the runtime; None where they are not known."""
    if runtime not in _LISTS:
        return None
    lines = (Path(__file__).parent / _LISTS[runtime]).read_text().splitlines()
    return frozenset(line for line in lines if line)


def refuse_missing_operators(program: Path, known: frozenset[str], runtime: str) -> None:
    """Names every operator that ``program`` calls and the runtime lacks."""
    used = {name for use in read(_FORMAT, program).operators for name in _named(use)}
    missing = sorted(used - known)
    if missing:
        raise Refused(
            f"{program} calls {', '.join(missing)}, which {runtime} does not have: the app could "
            "not load it. Build the app where the official library can be resolved"
        )


def refuse_unknown_operators(
    name: str, bundle: Bundle, known: frozenset[str], runtime: str
) -> None:
    """The same of a bundle's .pte, with the name of the bundle."""
    program = bundle.folder / bundle.manifest.program(_FORMAT).path
    try:
        refuse_missing_operators(program, known, runtime)
    except Refused as reason:
        raise Refused(f"the bundle {name}: {reason}") from reason


def _named(use: "OperatorUse") -> list[str]:
    """As the runtime registers kernels; an overload without a name has no point before it."""
    return [f"{use.operator}.{o}" if o else use.operator for o in use.overloads]
