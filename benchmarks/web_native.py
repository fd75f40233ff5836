"""A bundle's .onnx in ONNX Runtime itself: what answers for it in a process of its own, as the page
of ``web_demo/peers/bergamot`` does.

    python -m benchmarks.web_native BUNDLE
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from mobilec.benchmarking.host.workload import Workload, workload


def main(folder: Path) -> None:
    """Answers until the pipe is closed."""
    # What libraries print goes where errors go: standard output is for answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    work = workload(Bundle.open(folder), "onnx", 1)
    work.load()
    for line in sys.stdin:
        print(json.dumps(_answer(work, json.loads(line))), file=answers, flush=True)
    work.close()


def _answer(work: Workload, question: dict[str, Any]) -> Any:
    if question["ask"] == "cpu":
        return time.process_time()
    passes = [work.run(question["text"]) for _ in range(question["calls"])]
    return [{"page_ms": each.total_ms, "answer": each.answer} for each in passes]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
