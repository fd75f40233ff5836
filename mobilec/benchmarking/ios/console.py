"""What devicectl shows while an app runs: our lines, its own, and how the app ended."""

import re
from collections.abc import Iterable

from mobilec.benchmarking.progress_line import Told, told

TAG = "mobilec "
_FINISHED = re.compile(r"^finished ([0-9]{1,10}) (\S+)$")
_FAILED = "failed "
_SIGNAL = re.compile(r"terminated due to signal ([0-9]{1,10})")
_EXIT = re.compile(r"terminated with (?:the )?exit code ([0-9]{1,10})")
_ERROR = re.compile(r"^(?:ERROR|Error|error): ")
_SHOWN = 12

_OTHER = (
    "measure the other engine, --format coreml or executorch, and tell its makers the iPhone and "
    "these lines"
)
_SIGNALS = {
    4: f"an instruction that the processor has not; {_OTHER}",
    5: "a check of Swift's failed in the app, which is a defect of it: tell its makers these lines",
    6: f"the app or a runtime stopped itself; {_OTHER}",
    9: "the system ended it: it had too little memory, was too slow to start, or was swiped away; "
    "close other apps, or take a smaller model",
    10: f"a runtime read memory that is not there; {_OTHER}",
    11: f"a runtime read memory that is not there; {_OTHER}",
}
"""Number to what it means on iOS, and what to try."""


def own(line: str) -> str | None:
    """What the app's benchmark says in a line, or None where something else speaks."""
    text = line.strip()
    return text.removeprefix(TAG) if text.startswith(TAG) else None


def progress(line: str) -> Told | None:
    said = own(line)
    return told(said) if said is not None else None


def finished(line: str, output: str) -> int | None:
    """The exit status, where a line says that the run of ``output`` ended."""
    found = _FINISHED.match(own(line) or "")
    return int(found[1]) if found and found[2] == output else None


def why_failed(lines: Iterable[str]) -> str:
    """What the app says about a failure, or ""."""
    said = [text for line in lines if (text := own(line)) and text.startswith(_FAILED)]
    return said[-1].removeprefix(_FAILED) if said else ""


def death(lines: Iterable[str]) -> str:
    """How the app ended by itself, or "" where that is not said."""
    text = "\n".join(lines)
    signal, status = _SIGNAL.search(text), _EXIT.search(text)
    if signal:
        meaning = _SIGNALS.get(int(signal[1]), "")
        return f"signal {signal[1]}" + (f" ({meaning})" if meaning else "")
    return f"exit code {status[1]}" if status else ""


def complains(lines: Iterable[str]) -> bool:
    """Whether devicectl itself failed."""
    return any(_ERROR.match(line.strip()) for line in lines)


def last_words(lines: Iterable[str]) -> tuple[str, ...]:
    """The last lines that are not progress."""
    texts = [line.strip() for line in lines if line.strip() and progress(line) is None]
    return tuple(texts[-_SHOWN:])
