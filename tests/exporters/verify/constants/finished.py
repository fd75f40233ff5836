"""A finished program of a tiny classifier in each format, and what gates say of a changed one."""

import shutil
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import torch
from transformers import PreTrainedModel

from exporters.backend import Lowering
from exporters.bundle import write
from exporters.bundle.bundle import Bundle
from exporters.bundle.golden import Golden, Lengths, make_golden
from exporters.bundle.manifest import Limits, Manifest, Precision, ProgramFile, Source, Tool
from exporters.bundle.stock_sentences import stock_for
from exporters.bundle.text_entry import Text
from exporters.capture.capture import CaptureOptions, capture
from exporters.errors import Refused
from exporters.precision import rules
from exporters.program import Program
from exporters.progress import Silent
from exporters.tasks.registry import TASKS
from exporters.text.encoder import Encoded, Encoder
from exporters.verify.classification.subject import ClassifierSubject
from exporters.verify.finding import Finding
from exporters.verify.original import Original
from tests import models
from tests.models import LONGEST

LABELS = ("one", "two", "three")
EVALUATED = 4
"""Sentences for a program that is evaluated operator by operator."""
FAMILY = "bert"


@cache
def model(family: str = FAMILY) -> PreTrainedModel:
    return models.tiny(family)


@cache
def program(family: str = FAMILY) -> Program:
    return capture(model(family), "text-classification", CaptureOptions(LONGEST))


@cache
def golden(family: str = FAMILY) -> Golden:
    def logits(encoded: Encoded) -> list[float]:
        given = torch.tensor([encoded.ids])
        with torch.no_grad():
            return model(family)(given, attention_mask=torch.ones_like(given)).logits[0].tolist()

    core = models.tokenizer(program(family).pad_id).backend_tokenizer
    shortest = program(family).method("forward").dimensions["length"].minimum
    texts, encoder = stock_for(core).sentences, Encoder(core, LONGEST)
    return make_golden(logits, encoder, LABELS, Lengths(shortest, LONGEST), {}, texts)


@cache
def calibration(family: str = FAMILY) -> tuple[tuple[torch.Tensor, ...], ...]:
    """Golden sentences, each (1, length), as the program takes them."""
    ids = (torch.tensor([sentence.input_ids]) for sentence in golden(family).sentences)
    return tuple((each, torch.ones_like(each)) for each in ids)


@dataclass(frozen=True)
class Finished:
    """A file that passed, and what it was made from."""

    folder: Path
    file: ProgramFile
    family: str
    options: Lowering

    def subject(self, folder: Path) -> ClassifierSubject:
        """The file with that name in ``folder``, before all gates."""
        bundle = Bundle(folder, _manifest(self.family, self.file))
        whole = golden(self.family)
        few = replace(whole, sentences=whole.sentences[:EVALUATED])
        bundle.__dict__["golden"] = few if self.file.format == "coreml" else whole
        return ClassifierSubject(bundle, self.file, Original(program(self.family), self.options))

    def copied(self, folder: Path) -> Path:
        """The file once more, to be changed."""
        source, target = self.folder / self.file.path, folder / self.file.path
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)
        return target


@cache
def finished(
    format_name: str,
    precision: rules.Precision = rules.Precision.INT8,
    family: str = FAMILY,
    lengths: tuple[int, ...] = models.LENGTHS,
) -> Finished:
    folder = Path(mkdtemp())
    samples = calibration(family) if precision is rules.Precision.INT8_STATIC else ()
    options = Lowering(precision, lengths, samples=samples)
    (form,) = write.prepare(program(family), [format_name], options)
    return Finished(folder, write.write_program(form, folder, options, Silent()), family, options)


_QUICK = ("constants", "emulation")


def first_failed(subject: ClassifierSubject) -> tuple[str, str] | None:
    """The first gate that fails, with what it says; a file that does not open or run fails
    ``run``. None where all pass."""
    checks = TASKS["text-classification"].gates().each
    for name in sorted(checks, key=lambda name: name not in _QUICK):
        try:
            finding: Finding = checks[name](subject)
        except Refused as refusal:
            return "run", str(refusal)
        except Exception as broken:  # what a runtime raises on a graph that makes no sense
            return "run", f"{type(broken).__name__}: {broken}"
        if not finding.passed:
            return name, finding.message
    return None


def _manifest(family: str, file: ProgramFile) -> Manifest:
    return Manifest(
        name=family,
        task="text-classification",
        created="2026-01-01T00:00:00Z",
        tool=Tool("0.1.0", ""),
        source=Source(family, "folder", family, family, "cd", None),
        files=(file,),
        texts=(),
        text=Text("tokenizer.json", LABELS, program(family).pad_id),
        limits=Limits(2, LONGEST),
        precision=Precision(file.precision),
        unique_parameters=program(family).unique_parameters,
    )
