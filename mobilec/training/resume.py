"""Where a killed run goes on: its work folder, whose run it is, its last whole checkpoint."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

from exporters.errors import Refused
from exporters.whole import lock
from exporters.whole.file import write_whole
from exporters.whole.folder import built_beside, refuse_place
from mobilec.training.arithmetic import Arithmetic

RUN_FILE = "run.json"
"""What the run in a work folder is, so that another run is not continued by mistake."""


def work_of(output: Path) -> Path:
    """Where the checkpoints of a run stand until ``output`` is whole."""
    return output.with_name(output.name + ".work")


def refuse_existing(output: Path) -> None:
    """Nothing that is there is trained over."""
    if output.exists():
        raise Refused(f"{output} exists already; name another folder or delete it")
    refuse_place(output, overwrite=False)


@contextmanager
def alone(work: Path) -> Iterator[None]:
    """Refused where another process trains in the same work folder."""
    with lock.alone(work) as ours:
        if not ours:
            raise Refused(
                f"another process trains in {work} at this moment; wait for it, or give another -o"
            )
        yield


def finish(output: Path, write: Callable[[Path], object]) -> None:
    """Makes ``output`` of what ``write`` puts into a folder, whole or not; its work folder goes."""
    with built_beside(output, overwrite=False) as whole:
        write(whole)
    rmtree(work_of(output))


def claim(work: Path, run: dict[str, object]) -> Path | None:
    """Makes ``work`` the folder of ``run``; if it was already, its last whole checkpoint."""
    file = work / RUN_FILE
    if not file.exists():
        work.mkdir(parents=True, exist_ok=True)
        write_whole(json.dumps(run, indent=2), file)
        return None
    begun = json.loads(file.read_text())
    if begun == run:
        return last_checkpoint(work)
    different = sorted(key for key in begun.keys() | run.keys() if begun.get(key) != run.get(key))
    raise Refused(
        f"{work} holds an unfinished run that differs in {', '.join(different)}; "
        f"repeat its options to go on with it, or delete that folder to begin anew"
    )


def begun_in(work: Path | None) -> Arithmetic | None:
    """What the unfinished run in ``work`` computes in; None where there is none."""
    file = None if work is None else work / RUN_FILE
    if file is None or not file.is_file():
        return None
    named = json.loads(file.read_text()).get("arithmetic")
    return None if named is None else Arithmetic(named)


def last_checkpoint(work: Path) -> Path | None:
    """The newest ``checkpoint-<step>`` in ``work`` that was written to its end.

    The Trainer writes trainer_state.json last, so a folder without it is one that a kill cut off.
    """
    whole = [file.parent for file in work.glob("checkpoint-*/trainer_state.json") if _is_json(file)]
    return max(whole, key=step_of, default=None)


def step_of(checkpoint: Path | None) -> int:
    """The step after which a checkpoint was written; 0 where there is none."""
    return int(checkpoint.name.rpartition("-")[2]) if checkpoint else 0


def _is_json(file: Path) -> bool:
    try:
        return bool(json.loads(file.read_text()))
    except json.JSONDecodeError:
        return False
