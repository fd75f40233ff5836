"""Commands that write a folder: how each is called, and when what it left is whole."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from exporters.bundle.bundle import Bundle
from tests.hostile.bases import Bases
from tests.mobilec.android.tiny_app import write_app
from tests.mobilec.training.classification.tiny import write_checkpoint, write_data

RECIPE = "steps:\n  - method: svd\n    rank: 0.5\n    layers: {'*.0.*': {}}\n"
OUT = "out"


def _out(place: Path) -> Path:
    return place / OUT


@dataclass(frozen=True)
class Job:
    """One command.

    ``words``: behind `mobilec`, to write into an output, and whether what stands there is replaced;
    ``refuse_half``: raises where an output is not whole. ``old``: puts something there before, None
    where the command replaces nothing. ``output``: the output in an empty folder. ``again``:
    whether the same call is to work where an output stands as it was left. ``work``: names beside
    the output that a killed run keeps on purpose, as the next one goes on from there.
    """

    words: Callable[[Path, bool], list[str]]
    refuse_half: Callable[[Path], object]
    old: Callable[[Path], object] | None = None
    output: Callable[[Path], Path] = _out
    again: Callable[[Path], bool] = lambda output: True  # noqa: ARG005
    work: frozenset[str] = frozenset()


def jobs(bases: Bases, folder: Path) -> Mapping[str, Job]:
    """By name; ``folder``: for what they read beside the bases."""
    folder.mkdir()
    exports = {f"export {target}": _export(bases, target) for target in ("onnx", "android", "ios")}
    others = {
        "compress": _compress(bases, folder),
        "train": _train(folder),
        "bundle": _bundle(bases, folder),
        "bench": _bench(bases),
    }
    return MappingProxyType(exports | others)


def _export(bases: Bases, target: str) -> Job:
    def words(output: Path, over: bool) -> list[str]:
        model = ["export", str(bases.classifier), "--target", target, "--max-length", "16,32"]
        return [*model, "-o", str(output), *(["--overwrite"] if over else [])]

    return Job(words, Bundle.open, lambda output: shutil.copytree(bases.labelling, output))


def _compress(bases: Bases, folder: Path) -> Job:
    recipe, standing = folder / "half.yaml", folder / "compressed"
    recipe.write_text(RECIPE)
    dense = bases.classifier

    def words(output: Path, over: bool) -> list[str]:
        made = ["compress", str(dense), "--recipe", str(recipe), "-o", str(output)]
        return [*made, *(["--overwrite"] if over else [])]

    # In a process of its own: this one is forked, and must not have used its libraries.
    command = [sys.executable, "-c", "from mobilec.cli.main import main; main()"]
    subprocess.run([*command, *words(standing, False)], check=True, capture_output=True)

    def whole(output: Path) -> None:
        from mobilec.checkpoint.load import load

        assert (output / "compression.json").is_file(), "the record"
        assert load(str(output)).model is not None

    def old(output: Path) -> None:
        shutil.copytree(standing, output)

    return Job(words, whole, old, work=frozenset({f"{OUT}.work"}))


def _train(folder: Path) -> Job:
    """What is killed goes on from its last checkpoint, in the folder beside the output."""
    model = write_checkpoint(folder / "model")
    train = write_data(folder / "train.tsv", rows=23, seed=1)
    dev = write_data(folder / "dev.tsv", rows=12, seed=2)

    def words(output: Path, over: bool) -> list[str]:  # noqa: ARG001
        told = ["train", "classify", "--model", str(model), "--train", str(train)]
        told += ["--dev", str(dev), "--labels", "negative,positive", "--epochs", "2"]
        told += ["--batch-size", "4", "--save-steps", "4", "--arithmetic", "fp32"]
        return [*told, "-o", str(output)]

    def whole(output: Path) -> None:
        from mobilec.checkpoint.load import load

        assert load(str(output)).model is not None

    work = frozenset({f"{OUT}.work"})
    return Job(words, whole, again=lambda output: not output.exists(), work=work)


def _bundle(bases: Bases, folder: Path) -> Job:
    """What it writes are the bundles among an app's assets, which it always replaces."""
    app, inside = write_app(folder / "app"), Path("app/src/main/assets/bundles")

    def output(place: Path) -> Path:
        shutil.copytree(app, place / OUT)
        (place / OUT / inside).parent.mkdir(parents=True, exist_ok=True)
        return place / OUT / inside

    def words(output: Path, over: bool) -> list[str]:  # noqa: ARG001
        project = output.parents[len(inside.parts) - 1]
        return ["bundle", str(bases.labelling), "--app", str(project)]

    def whole(output: Path) -> None:
        bundles = [place for place in output.iterdir() if place.is_dir()]
        assert bundles and (output / ".mobilec").is_file()
        for bundle in bundles:
            Bundle.open(bundle)

    def old(output: Path) -> None:
        shutil.copytree(bases.labelling, output / "old")
        (output / ".mobilec").touch()

    return Job(words, whole, old, output)


def _bench(bases: Bases) -> Job:
    """Every round that was measured stays, and a file is whole."""

    def words(output: Path, over: bool) -> list[str]:  # noqa: ARG001
        told = ["bench", str(bases.labelling), "--format", "onnx", "--runs", "3"]
        return [*told, "--seconds", "0.1", "--warm-ups", "0", "-o", str(output)]

    def whole(output: Path) -> None:
        from mobilec.benchmarking.run_file import read_run

        for file in output.glob("*.json"):
            read_run(file)

    def again(output: Path) -> bool:
        return all("unfinished" in file.name for file in output.glob("*.json"))

    return Job(words, whole, again=again)
