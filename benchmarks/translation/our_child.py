"""An exported file, or the checkpoint in PyTorch: what answers for it in a process of its own.

    python -m benchmarks.translation.our_child executorch|onnx PATH STATES THREADS
    python -m benchmarks.translation.our_child pytorch CHECKPOINT - THREADS

STATES: ``exporters.decode.state.States`` as JSON.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from transformers import MarianMTModel

from benchmarks.translation.children import Translating, serve
from benchmarks.translation.task import END, TARGET_TOKENS
from exporters.bundle.records import from_json
from exporters.decode.cached import CachedDecoder
from exporters.decode.search import translate
from exporters.decode.settings import GenerationSettings
from exporters.decode.state import States
from exporters.quiet import quiet
from exporters.runtime import Runner


class Clock:
    """The time inside the methods that were given to ``watch_``: those of the runtimes, which
    Python calls whatever stands around them.

    Time on the clock. Asking for that of the processor is a system call: two of them a step came
    to more than the whole loop around a small program.
    """

    def __init__(self) -> None:
        self._spent: list[float] = []

    def inside_s(self) -> float:
        """Of all calls so far."""
        return sum(self._spent)

    def watch_(self, owner: type, name: str) -> None:
        """Puts a method that counts in the place of ``owner``'s."""
        setattr(owner, name, self._counted(getattr(owner, name)))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        # As few words as can be: what they take counts as outside.
        now, note = time.perf_counter, self._spent.append

        def counted(*given: Any, **named: Any) -> Any:
            started = now()
            returned = call(*given, **named)
            note(now() - started)
            return returned

        return counted


class Exported:
    """See ``children.Translating``: our search over an exported program."""

    def __init__(self, runner: Runner, states: States, pad: int, clock: Clock) -> None:
        self._model = CachedDecoder(runner, states)
        self._pad, self._clock = pad, clock
        length = TARGET_TOKENS + 1
        self._settings = GenerationSettings(
            pad, (END,), min_length=length, max_length=length, bad_words=((pad,),)
        )

    def translate(self, ids: list[int]) -> list[int]:
        return translate(self._model, np.array(ids), self._settings)[1:]

    def following(self, ids: list[int], forced: list[int]) -> list[int]:
        self._model.encode(np.array(ids))
        given = [self._pad, *forced[:-1]]
        logits = (self._model.step(np.array([token]), at) for at, token in enumerate(given))
        return [_likeliest(each[0], self._pad) for each in logits]

    def inside(self) -> float:
        return self._clock.inside_s()


class PyTorch:
    """See ``children.Translating``: transformers' ``generate``, in float32."""

    def __init__(self, checkpoint: Path) -> None:
        self._model = MarianMTModel.from_pretrained(checkpoint).eval()

    def translate(self, ids: list[int]) -> list[int]:
        found = self._model.generate(
            torch.tensor([ids]),
            num_beams=1,
            do_sample=False,
            min_new_tokens=TARGET_TOKENS,
            max_new_tokens=TARGET_TOKENS,
        )
        return found[0, 1:].tolist()

    def following(self, ids: list[int], forced: list[int]) -> list[int]:
        pad = self._model.config.pad_token_id
        given = torch.tensor([[pad, *forced[:-1]]])
        with torch.no_grad():
            logits = self._model(input_ids=torch.tensor([ids]), decoder_input_ids=given).logits[0]
        return [_likeliest(row.numpy(), pad) for row in logits]

    def inside(self) -> None:
        return None


def _likeliest(logits: np.ndarray, pad: int) -> int:
    """logits (vocabulary,); the end and the pad token never come."""
    logits = logits.copy()
    logits[[END, pad]] = -np.inf
    return int(logits.argmax())


def _exported(format_name: str, path: Path, states: States, pad: int, threads: int) -> Exported:
    clock = Clock()
    runner: Runner
    if format_name == "executorch":
        from executorch.extension.pybindings import _C

        from exporters.executorch.native import use_threads
        from exporters.executorch.run import load

        clock.watch_(_C.ExecuTorchMethod, "__call__")
        use_threads(threads)
        runner = load(path)
    else:
        from onnxruntime import InferenceSession

        from exporters.onnx.run import OnnxRunner

        for name in ("run", "run_with_iobinding", "run_with_ort_values"):
            clock.watch_(InferenceSession, name)
        runner = OnnxRunner(path, threads)
    return Exported(runner, states, pad, clock)


def _loaded(kind: str, path: str, described: str, threads: int) -> Translating:
    torch.set_num_threads(threads)
    with quiet():
        if kind == "pytorch":
            return PyTorch(Path(path))
        given = json.loads(described)
        pad = given.pop("pad")
        return _exported(kind, Path(path), from_json(States, given, "STATES"), pad, threads)


if __name__ == "__main__":
    serve(lambda: _loaded(*sys.argv[1:4], threads=int(sys.argv[4])))
