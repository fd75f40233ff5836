"""Makes the folder of a shipped model from a trained or compressed one: int8 rows, measured as
stored."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from safetensors.torch import load_file

from exporters.errors import Refused
from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import load
from mobilec.checkpoint.sources.hf.weight_files import digest
from mobilec.compressed.record import RECORD as COMPRESSION_FILE
from mobilec.compressed.record import Record
from mobilec.compressed.record import write_record as write_compression
from mobilec.compression.plan.report import NAME as REPORT_FILE
from mobilec.shipped.stored import FORM, VERSION, WEIGHTS_FILE, is_stored, save_state_dict
from mobilec.tasks.registry import task_of
from mobilec.training.record import RECORD_FILE
from mobilec.training.tokenizer import load_tokenizer

CONFIG_FILE = "config.json"
SEARCH_FILE = "generation_config.json"
"""Only translators have one."""


@dataclass(frozen=True)
class Search:
    """What a translator is to search with; None leaves as trained. ``no_repeat``: so many pieces
    in a row come once at most."""

    beams: int | None = None
    no_repeat: int | None = None

    def settings(self) -> dict[str, int]:
        """In the words of generation_config.json."""
        named = {"num_beams": self.beams, "no_repeat_ngram_size": self.no_repeat}
        return {name: value for name, value in named.items() if value is not None}


AS_TRAINED = Search()


def pack(
    source: Path, output: Path, dev: Path, test: Path | None = None, search: Search = AS_TRAINED
) -> dict[str, object]:
    """Stores the trained or compressed folder ``source`` in ``output``, and returns its record.

    The record of how it was made (of training, or the report of compression) goes along, and gets a
    section ``stored``: sizes, and the quality on ``dev`` of the weights before and after, both read
    from their files, and on ``test`` after. What rebuilds a compressed model goes along too.
    ``output`` may hold a model card already; files appear in it only when all of them are finished.
    """
    made = REPORT_FILE if (source / COMPRESSION_FILE).is_file() else RECORD_FILE
    _check(source, output, made)
    compression = compression_of(describe(source))
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as beside:
        folder = Path(beside)
        save_state_dict(load_file(source / WEIGHTS_FILE), folder / WEIGHTS_FILE)
        copyfile(source / CONFIG_FILE, folder / CONFIG_FILE)
        load_tokenizer(source).save_pretrained(folder)
        _copy_search(source, folder, search)
        if compression is not None:
            _write_compression(compression, folder)
        record = json.loads((source / made).read_text(encoding="utf-8"))
        record["stored"] = _sizes(source, folder) | _quality(source, folder, dev, test)
        (folder / made).write_text(
            json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        for file in folder.iterdir():
            file.rename(output / file.name)
    return record


def _copy_search(source: Path, folder: Path, search: Search) -> None:
    chosen = search.settings()
    if not (source / SEARCH_FILE).is_file():
        if chosen:
            raise Refused(f"{source} has no {SEARCH_FILE}: {', '.join(chosen)} is of no use to it")
        return
    settings = json.loads((source / SEARCH_FILE).read_text())
    (folder / SEARCH_FILE).write_text(json.dumps(settings | chosen, indent=2) + "\n")


def _write_compression(record: Record, folder: Path) -> None:
    """The record names the weights that it was written for, and rounded ones are others."""
    stored = digest((folder / WEIGHTS_FILE,))
    write_compression(replace(record, sha256=stored), folder)


def _sizes(source: Path, folder: Path) -> dict[str, object]:
    return {
        "form": FORM,
        "version": VERSION,
        "float_bytes": (source / WEIGHTS_FILE).stat().st_size,
        "stored_bytes": (folder / WEIGHTS_FILE).stat().st_size,
    }


def _quality(source: Path, folder: Path, dev: Path, test: Path | None) -> dict[str, object]:
    measured: Callable[..., dict[str, object]] = task_of(load(source).task).figures()
    return measured(source, folder, dev, test)


def _check(source: Path, output: Path, made: str) -> None:
    missing = [f for f in (WEIGHTS_FILE, CONFIG_FILE, made) if not (source / f).is_file()]
    if missing:
        raise Refused(
            f"{source} lacks {', '.join(missing)}; give the folder that mobilec train or mobilec "
            f"compress wrote"
        )
    # Its int8 rows would be taken for weights, each without its scale.
    if is_stored(source):
        raise Refused(f"{source} is stored in int8 rows already; give what it was packed from")
    if (output / WEIGHTS_FILE).exists():
        raise Refused(f"{output} holds a model already; name another folder or delete it")
