"""A Mac with an iPhone on its cable, as the stand-in programs see it: a folder with a state file.

``xcrun`` and ``xcodebuild`` are put on the PATH; both run ``programs.py``, which knows nothing of
mobilec.
"""

import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

PROGRAMS = Path(__file__).with_name("programs.py")
RECORDED = Path(__file__).parent.parent / "recorded"


@dataclass
class State:
    """``devices``: the recorded list, or another. ``locked``: answers in turn, the last again and
    again. ``failing``: what fails ("list", "lock", "install", "copy to", "copy from", "launch",
    "build") to the recorded answer; ``times``: how often, where not always. ``app``: what the app
    does; ``document``: what it writes. ``xcode``: the version in use.
    """

    devices: Any = None
    locked: list[bool] = field(default_factory=lambda: [False])
    failing: dict[str, str] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    app: str = "measures"
    document: Any = None
    built: str = ""
    built_id: str = "dev.mobilec.demo"
    xcode: str = "16.2"
    calls: list[list[str]] = field(default_factory=list)


class Mac:
    """``folder``: of everything. Change ``state``, then ``write``."""

    def __init__(self, folder: Path, state: State) -> None:
        self.folder, self.state = folder, state
        self.bin = folder / "bin"
        self.container = folder / "container"
        self.bin.mkdir(parents=True)
        for name in ("xcrun", "xcodebuild"):
            script = self.bin / name
            words = f'exec "{sys.executable}" -S "{PROGRAMS}" "{folder}" "{RECORDED}" {name} "$@"'
            script.write_text(f"#!/bin/sh\n{words}\n")
            script.chmod(0o755)
        self.write()

    def write(self) -> None:
        (self.folder / "state.json").write_text(json.dumps(asdict(self.state)))

    @property
    def calls(self) -> list[list[str]]:
        """Every call so far, as its words."""
        file = self.folder / "calls.jsonl"
        lines = file.read_text().splitlines() if file.is_file() else []
        return [json.loads(line) for line in lines]

    def called(self, *words: str) -> list[list[str]]:
        """Those that have these words in this order."""
        return [call for call in self.calls if _in_order(words, call)]


def recorded(name: str) -> Any:
    return json.loads((RECORDED / name).read_text())


def _in_order(words: tuple[str, ...], call: list[str]) -> bool:
    rest = iter(call)
    return all(word in rest for word in words)
