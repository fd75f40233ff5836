"""A family whose attention cannot all go to the delegate, beside one whose attention can.

    python -m benchmarks.families [--rounds 60]

DeBERTa and BERT of one shape (six layers of 384, twelve heads, random weights) as int8 .pte, 128
tokens, in one process on one thread, one call each in turn. Writes results/families.json.
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import (
    DebertaV2Config,
    DebertaV2ForSequenceClassification,
    PreTrainedModel,
)

from benchmarks.classifier import Contender, minilm
from benchmarks.machine import machine
from benchmarks.runtimes import executorch_program
from benchmarks.timing import Latency, cost, interleaved
from exporters.backend import Lowering, backend
from exporters.capture.capture import CaptureOptions, capture
from exporters.progress import Silent
from exporters.quiet import quiet

RESULT = Path(__file__).parent / "results" / "families.json"
LENGTH = 128
WARM_UP = 5
BERT, DEBERTA = "BERT", "DeBERTa"


def deberta(seed: int = 0) -> DebertaV2ForSequenceClassification:
    """``minilm``'s sizes, with the relative positions of deberta-v3."""
    torch.manual_seed(seed)
    config = DebertaV2Config(
        vocab_size=30_522,
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        relative_attention=True,
        position_biased_input=False,
        position_buckets=256,
        norm_rel_ebd="layer_norm",
        share_att_key=True,
        pos_att_type=["p2c", "c2p"],
        type_vocab_size=0,
    )
    return DebertaV2ForSequenceClassification(config).eval()


def exported(name: str, model: PreTrainedModel, folder: Path) -> Contender:
    """Its int8 .pte, as ``mobilec export`` lowers it."""
    path = folder / f"{name}.pte"

    def work() -> None:
        program = capture(model, "text-classification", CaptureOptions(LENGTH))
        end, options = backend("executorch"), Lowering(lengths=(LENGTH,))
        end.lower(end.quantize(program, options), path, options, Silent())

    print(f"exporting {name}", flush=True)
    with quiet():
        spent = cost(work)
    return Contender(name, path.stat().st_size, spent, executorch_program(path), (LENGTH,))


def report(rounds: int, folder: Path) -> dict[str, object]:
    """The whole benchmark as one document."""
    files = [exported(BERT, minilm(), folder), exported(DEBERTA, deberta(), folder)]
    ids = torch.randint(1000, 30_000, (1, LENGTH), generator=torch.Generator().manual_seed(0))
    times = interleaved({f.name: f.prepare(f.inputs(ids)) for f in files}, WARM_UP, rounds)
    return {
        "machine": machine(),
        "files": {f.name: asdict(f.cost) | {"size_bytes": f.size_bytes} for f in files},
        "ratios": ratios(times),
        "latency": {name: asdict(each) for name, each in times.items()},
    }


def ratios(times: dict[str, Latency]) -> dict[str, float]:
    """DeBERTa's time over BERT's, by three figures."""
    mine, plain = times[DEBERTA], times[BERT]
    return {
        "median": mine.median_ms / plain.median_ms,
        "p10": mine.p10_ms / plain.p10_ms,
        "processor time": mine.cpu_median_ms / plain.cpu_median_ms,
    }


def main() -> None:
    """Reads the command line."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--rounds", type=int, default=60)
    arguments.add_argument("--output", type=Path, default=RESULT)
    asked = arguments.parse_args()
    torch.set_num_threads(1)
    with TemporaryDirectory() as folder:
        found = report(asked.rounds, Path(folder))
    asked.output.write_text(json.dumps(found, indent=1) + "\n")
    print(found["files"], found["ratios"], sep="\n")


if __name__ == "__main__":
    main()
