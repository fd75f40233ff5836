"""What Linux says of a process or a thread in its file ``stat`` (proc(5))."""

from pathlib import Path

STARTED = 19
"""Field 22: when a process was started, in ticks of the clock since the system's own start."""
PROCESSOR = 36
"""Field 39: the core that a thread was last on."""


def fields(file: Path) -> list[str]:
    """Those behind the name, from field 3 on: the name, in brackets, may hold anything. Empty where
    there is no such file."""
    try:
        return file.read_text().rpartition(")")[2].split()
    except OSError:
        return []
