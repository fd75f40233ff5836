"""Makes the folder of a shipped model from what training wrote: int8 rows, measured as stored."""

import json
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from safetensors.torch import load_file

from exporters.errors import Refused
from mobilec.shipped.measure import measured_accuracy
from mobilec.shipped.stored import FORM, VERSION, WEIGHTS_FILE, save_state_dict
from mobilec.training.record import RECORD_FILE
from mobilec.training.tokenizer import load_tokenizer

CONFIG_FILE = "config.json"


def pack(source: Path, output: Path, dev: Path) -> dict[str, object]:
    """Stores the trained folder ``source`` in ``output``, and returns the record of it.

    The training record goes along, and gets a section ``stored``: sizes, and the accuracy on
    ``dev`` of the weights before and after, both read from their files. ``output`` may hold a
    model card already; files appear in it only when all of them are finished.
    """
    _check(source, output)
    output.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=output.parent, prefix=f".{output.name}.") as beside:
        folder = Path(beside)
        save_state_dict(load_file(source / WEIGHTS_FILE), folder / WEIGHTS_FILE)
        copyfile(source / CONFIG_FILE, folder / CONFIG_FILE)
        load_tokenizer(source).save_pretrained(folder)
        record = json.loads((source / RECORD_FILE).read_text())
        record["stored"] = _measured(source, folder, dev)
        (folder / RECORD_FILE).write_text(json.dumps(record, indent=2) + "\n")
        for file in folder.iterdir():
            file.rename(output / file.name)
    return record


def _measured(source: Path, folder: Path, dev: Path) -> dict[str, object]:
    return {
        "form": FORM,
        "version": VERSION,
        "float_bytes": (source / WEIGHTS_FILE).stat().st_size,
        "stored_bytes": (folder / WEIGHTS_FILE).stat().st_size,
        "float_dev_accuracy": measured_accuracy(source, dev),
        "stored_dev_accuracy": measured_accuracy(folder, dev),
    }


def _check(source: Path, output: Path) -> None:
    missing = [f for f in (WEIGHTS_FILE, CONFIG_FILE, RECORD_FILE) if not (source / f).is_file()]
    if missing:
        raise Refused(
            f"{source} lacks {', '.join(missing)}; give the folder that "
            f"python -m mobilec.training wrote"
        )
    if (output / WEIGHTS_FILE).exists():
        raise Refused(f"{output} holds a model already; name another folder or delete it")
