"""A method of a .pte that is called again and again on the same memory."""

import numpy as np
import torch

from exporters.errors import Refused
from exporters.executorch.arguments import Lasting
from exporters.executorch.native import Method, RuntimeFailed


class Results:
    """What a method returns, seen where the runtime leaves it.

    Where all results are of one size each and have their places in the planned memory of the
    method, they are there after every call, and are looked for once. To do so each time
    costs every step (benchmarks/README.md, "repeated calls").
    """

    def __init__(self, method: Method, specs: list[dict]) -> None:
        """``specs``: of the outputs, as the file's own document has them."""
        self._names = [spec["name"] for spec in specs]
        of, sizes = method.method_meta(), [size for spec in specs for size in spec["shape"]]
        planned = (of.output_tensor_meta(i).is_memory_planned() for i in range(of.num_outputs()))
        self._stay = all(planned) and all(isinstance(size, int) for size in sizes)
        self._seen: dict[str, np.ndarray] | None = None

    def of(self, outputs: list[torch.Tensor]) -> dict[str, np.ndarray]:
        """By name; the same arrays as before where they stay."""
        if self._seen is None or not self._stay:
            seen = zip(self._names, outputs, strict=True)
            self._seen = {name: output.numpy() for name, output in seen}
        return self._seen


class RepeatedMethod:
    """See ``exporters.runtime.RepeatingRunner``. Results are not copied."""

    def __init__(self, method: Method, inputs: Lasting, results: Results) -> None:
        self._method, self._inputs, self._results = method, inputs, results

    def __call__(self) -> dict[str, np.ndarray]:
        try:
            outputs = self._method(self._inputs.written(), clone_outputs=False)
        except (RuntimeFailed, RuntimeError) as failure:
            raise Refused(f"a step did not run: {failure}") from failure
        return self._results.of(outputs)
