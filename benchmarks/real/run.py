"""One trained model in one format: exported with every gate, then asked beside transformers."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.real.asked import Answers, asked_classifier
from benchmarks.real.paired import LONGEST
from benchmarks.real.sources import SOURCES, SST2, TATOEBA, Finetuned, Translator
from benchmarks.real.translated import asked_translator
from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.formats import FACTS
from exporters.precision.rules import Precision
from exporters.tasks.names import TRANSLATION
from mobilec.exporting.export import ExportResult, export
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.task_options import ClassificationOptions, TranslationOptions
from mobilec.shipped.catalogue import MODELS as SHIPPED

LENGTHS, LENGTHS_OF_PAIRS = (32, 64), (64, LONGEST)
"""Few sentences are longer than 64 tokens, and those are cut on both sides alike."""
ROWS = {"executorch": 408, "onnx": 408, "coreml": 200}
"""Texts that are asked, where there are so many: the dev set of MRPC has 408. Core ML is evaluated
operator by operator away from a Mac."""
TRANSLATED = {"executorch": 200, "onnx": 200, "coreml": 40}
_TEXTS = {"sentiment-en": SST2, "translate-en-de": TATOEBA}
_HERE = Path(__file__).parents[2]


@dataclass(frozen=True)
class Row:
    """``golden``: the largest error and the least agreement that the export's own gates found.
    ``answers``: on texts of the task, beside transformers. ``key``: of all that the figures
    depend on.
    """

    model: str
    format: str
    precision: str
    size_bytes: int
    parameters: int
    golden: Mapping[str, float]
    answers: Answers
    machine: Mapping[str, object]
    key: str


def models() -> tuple[str, ...]:
    """The names of all, made here or shipped."""
    return (*SHIPPED, *SOURCES)


def folder_of(model: str, out: Path) -> Path:
    """The checkpoint of a model."""
    return SHIPPED[model].folder if model in SHIPPED else out / model


def texts_of(model: str, out: Path) -> Path:
    """What a model is asked, as ``--eval`` takes it."""
    source = SOURCES.get(model)
    name = _TEXTS.get(model) or (TATOEBA if isinstance(source, Translator) else source.texts)
    folder = out / "texts"
    if name == TATOEBA:
        return Path(",".join(str(folder / f"{name}.{side}") for side in ("en", "de")))
    return folder / f"{name}.tsv"


def run(model: str, format_name: str, out: Path) -> dict[str, object]:
    """The row of a model in a format; where a run was stopped, what is there is taken."""
    kept = out / "rows" / f"{model}.{format_name}.json"
    key = _key(model, format_name, out)
    if kept.is_file():
        row = json.loads(kept.read_text())
        if row["key"] == key:
            return row
    kept.parent.mkdir(exist_ok=True)
    row = asdict(_run(model, format_name, out, key))
    kept.write_text(json.dumps(row, indent=1) + "\n")
    return row


def _run(model: str, format_name: str, out: Path, key: str) -> Row:
    source = SOURCES.get(model)
    result = export(
        ExportOptions(
            model=model if model in SHIPPED else str(out / model),
            targets=(FACTS[format_name].target,),
            precision=Precision.INT8,
            lengths=LENGTHS_OF_PAIRS if isinstance(source, Finetuned) else LENGTHS,
            classification=ClassificationOptions(isinstance(source, Finetuned)),
            translation=TranslationOptions(
                prefix=source.prefix if isinstance(source, Translator) else None
            ),
            output=out / "bundles" / f"{model}.{format_name}",
            overwrite=True,
        )
    )
    bundle, texts = Bundle.open(result.folder), texts_of(model, out)
    if result.manifest.task == TRANSLATION:
        prefix = source.prefix if isinstance(source, Translator) else ""
        count = TRANSLATED[format_name]
        answers = asked_translator(bundle, folder_of(model, out), texts, prefix, count)
    else:
        answers = asked_classifier(bundle, folder_of(model, out), texts, ROWS[format_name])
    manifest = result.manifest
    return Row(
        model=model,
        format=format_name,
        precision=manifest.precision.asked,
        size_bytes=manifest.files[0].size_bytes,
        parameters=manifest.unique_parameters,
        golden=_golden(result),
        answers=answers,
        machine=machine(),
        key=key,
    )


def _golden(result: ExportResult) -> dict[str, float]:
    parity = result.manifest.parity[0]
    return {"relative": parity.relative, "agreement": parity.agreement, "max_abs": parity.max_abs}


def _key(model: str, format_name: str, out: Path) -> str:
    """sha256 of the sources, the checkpoint and the texts."""
    found = sha256(format_name.encode())
    for package in ("exporters", "mobilec/checkpoint", "mobilec/exporting", "benchmarks/real"):
        for file in sorted((_HERE / package).rglob("*.py")):
            found.update(file.read_bytes())
    found.update(digest(folder_of(model, out))[0].encode())
    for file in str(texts_of(model, out)).split(","):
        found.update(Path(file).read_bytes())
    return found.hexdigest()
