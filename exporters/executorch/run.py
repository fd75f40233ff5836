"""Runs a .pte with ExecuTorch's own Python runtime."""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

import numpy as np
import torch

from exporters.errors import Refused
from exporters.executorch import interface
from exporters.executorch.arguments import Arguments
from exporters.executorch.header import refuse_other_file
from exporters.executorch.lookup import lookups
from exporters.executorch.native import (
    RuntimeFailed,
    load_program,
    native_words,
    use_threads,
)
from exporters.executorch.repeated import RepeatedMethod, Results
from exporters.runtime import Arrays, Call, Elsewhere


class LoadedMethod(Protocol):
    """A method of a .pte, ready to run."""

    def __call__(self, inputs: Sequence[torch.Tensor]) -> Sequence[torch.Tensor]: ...


class ExecutorchRunner:
    """A loaded .pte; see ``exporters.runtime.Runner``.

    A method is loaded at its first call. The program is kept: its methods read from it.
    ``elsewhere``: runs the methods, where another machine is to.
    """

    def __init__(self, path: Path, elsewhere: Elsewhere | None = None) -> None:
        self._program = load_program(path)
        self._load_method = (
            partial(_Elsewhere, elsewhere) if elsewhere else self._program.load_method
        )
        self._methods: dict[str, LoadedMethod] = {}
        names = map(self._program.get_method_name, range(self._program.num_methods()))
        if interface.METHOD not in names:
            raise Refused(f"{path} was not made by mobilec: it does not describe its inputs")
        document = self._execute(interface.METHOD, [])[0].numpy().tobytes()
        self._interface = interface.parse(document)
        tables = lookups(path, self._interface.row_tables)
        methods = self._interface.methods.items()
        self._arguments = {
            name: Arguments(name, each["inputs"], tables.get(name, {})) for name, each in methods
        }
        self._outputs = {name: [spec["name"] for spec in each["outputs"]] for name, each in methods}
        self._results: dict[str, Results] = {}

    def run(self, method: str, inputs: Arrays) -> dict[str, np.ndarray]:
        """See ``exporters.runtime.Runner.run``."""
        if method not in self._arguments:
            raise Refused(f"there is no method {method!r}; there are {', '.join(self._arguments)}")
        outputs = self._execute(method, self._arguments[method].of(inputs))
        named = zip(self._outputs[method], outputs, strict=True)
        return {name: output.numpy() for name, output in named}

    def repeated(self, method: str, inputs: Arrays) -> Call:
        """See ``exporters.runtime.RepeatingRunner``."""
        loaded = self._method(method)
        lasting = self._arguments[method].lasting(inputs)
        if lasting is None or isinstance(loaded, _Elsewhere):
            return partial(self.run, method, inputs)
        if method not in self._results:
            specs = self._interface.methods[method]["outputs"]
            self._results[method] = Results(loaded, specs)
        return RepeatedMethod(loaded, lasting, self._results[method])

    def load_methods(self) -> None:
        """Every method of the interface, as its first call would load it."""
        for name in self._arguments:
            self._method(name)

    def try_methods(self) -> None:
        """Every method on zeros, of its least sizes and of its largest, whatever it answers."""
        for name, arguments in self._arguments.items():
            for largest in (False, True):
                with suppress(Refused):
                    self._execute(name, arguments.zeros(largest))

    def _execute(self, name: str, arguments: list[torch.Tensor]) -> list[torch.Tensor]:
        """Copies of what the method returns.

        Its words are not caught here: that would be paid for in every call that is timed.
        """
        try:
            return list(self._method(name)(arguments))
        except (RuntimeFailed, RuntimeError) as failure:
            raise Refused(f"the method {name} did not run: {failure}") from failure

    def _method(self, name: str) -> LoadedMethod:
        if name not in self._methods:
            try:
                with native_words():
                    self._methods[name] = self._load_method(name)
            except RuntimeFailed as failure:
                raise Refused(f"the method {name} cannot be loaded: {failure}") from failure
        return self._methods[name]


class _Elsewhere:
    """A method that another machine runs."""

    def __init__(self, run: Elsewhere, name: str) -> None:
        self._run, self._name = run, name

    def __call__(self, inputs: Sequence[torch.Tensor]) -> list[torch.Tensor]:
        outputs = self._run(self._name, [tensor.numpy() for tensor in inputs])
        return [torch.from_numpy(output) for output in outputs]


def load(
    path: Path, elsewhere: Elsewhere | None = None, threads: int | None = None
) -> ExecutorchRunner:
    """See ``exporters.runtime.load``."""
    refuse_other_file(path)
    if threads is not None:
        use_threads(threads)
    try:
        runner = ExecutorchRunner(path, elsewhere)
    except RuntimeFailed as failure:
        raise Refused(f"{path} is not a program that ExecuTorch can load: {failure}") from failure
    if threads is not None:
        runner.load_methods()
    return runner
