"""Exporting a text classifier."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch

from exporters.bundle.golden import NAME as GOLDEN
from exporters.bundle.golden import Lengths, make_golden, write_golden
from exporters.bundle.golden_texts import Labelled, chosen_texts, origin, weaknesses
from exporters.bundle.manifest import Limits, TextFile
from exporters.bundle.stock_sentences import stock_for
from exporters.bundle.text_entry import Text
from exporters.bundle.write import describe_text
from exporters.capture.capture import CaptureOptions, capture, refuse_two_stacks
from exporters.families.family import ClassifierFamily
from exporters.families.registry import CLASSIFIERS
from exporters.formats import FACTS
from exporters.precision.emulate import emulated
from exporters.precision.layers import quantized_layers
from exporters.precision.sensitivity import sensitivities
from exporters.program import Method
from exporters.text.encoder import Asked
from mobilec.checkpoint.describe import Description
from mobilec.checkpoint.ids.as_read import Reads, held_as_read
from mobilec.checkpoint.ids.held import Held
from mobilec.checkpoint.labels import note_on_names
from mobilec.checkpoint.load import Checkpoint, describe_ids
from mobilec.checkpoint.token_types import note_of_types, reads_types
from mobilec.compression.execution.execute import executable
from mobilec.compression.execution.words import notes_of
from mobilec.evaluation.data import read_texts
from mobilec.evaluation.encoding import Encoder
from mobilec.evaluation.labelling import Labelling, Reference
from mobilec.evaluation.measure import Answer
from mobilec.evaluation.rows import data_name
from mobilec.exporting.lengths import cut_in_words, note_of_length
from mobilec.exporting.options import ExportOptions
from mobilec.exporting.pairs import note_of_pairs, refuse_pairs, wants_pairs
from mobilec.exporting.task import Contents, Exporting, Tolerances

TOKENIZER = "tokenizer.json"


class Classification:
    """See ``mobilec.exporting.task.Exporting``."""

    def bounds(self, about: Description) -> tuple[int | None, ...]:
        """Its positions, and the tokenizer's model_max_length, at which transformers cuts where it
        is told no length."""
        return about.max_positions, about.cutting.longest

    def refuse(self, options: ExportOptions, about: Description) -> None:
        """A first look at config.json, and at what the tokenizer's files say together."""
        refuse_two_stacks(about.config)
        options.refuse_longer_than(about.max_positions, about.source)
        listed = CLASSIFIERS.get(about.config.model_type, ClassifierFamily())
        options.refuse_shorter_than(listed.minimum_length, about.source)
        describe_ids(about)

    def methods(self, format_name: str, options: ExportOptions) -> dict[str, str]:
        """Core ML has a function for each length, the other formats one dynamic length."""
        if FACTS[format_name].has_functions(options.ios):
            return {f"forward_{n}": f"(1, {n})" for n in options.lengths}
        return {"forward": f"(1, up to {options.lengths[-1]})"}

    def facts(self, options: ExportOptions, about: Description) -> dict[str, str]:
        """The labels, in the order of the logits, and what gets one."""
        pairs = wants_pairs(options)
        facts = {
            "labels": ", ".join(about.labels),
            "labelled": "a text and its pair" if pairs else "one text",
            "cut": cut_in_words(about.cutting, options),
        }
        if note := note_of_pairs(about, pairs):
            facts["note"] = " ".join(note)
        return facts

    def captured(self, checkpoint: Checkpoint, options: ExportOptions) -> "CapturedClassifier":
        """See ``Exporting.captured``."""
        return CapturedClassifier(checkpoint, options)


class CapturedClassifier:
    """See ``mobilec.exporting.task.Captured``."""

    def __init__(self, checkpoint: Checkpoint, options: ExportOptions) -> None:
        self._checkpoint = checkpoint
        self._longest = options.lengths[-1]
        self._data = options.evaluation
        self._pairs, kind = wants_pairs(options), type(checkpoint.model)
        types = self._pairs and reads_types(
            kind, checkpoint.config, checkpoint.tokenizer, checkpoint.folder
        )
        if self._pairs:
            refuse_pairs(options, checkpoint.tokenizer, types)
        side = checkpoint.cutting.side
        self._encoder = Encoder(checkpoint.tokenizer, self._longest, side, types)
        self._reads = Reads(self._longest, side, self._pairs, types)
        plain = executable(checkpoint.model, options.execution, options.wanted_formats())
        self.notes = (
            *notes_of(plain),
            *note_on_names(checkpoint.folder, checkpoint.labels),
            *note_of_pairs(checkpoint, self._pairs),
            *note_of_length(checkpoint.cutting, options),
            *note_of_types(checkpoint.folder, types),
        )
        asked = CaptureOptions(self._longest, token_types=types)
        self.program = capture(plain.model, checkpoint.task, asked)
        self.measure = Labelling(checkpoint.labels, self._encoder, self._pairs)

    def held(self) -> Held:
        """See ``Captured.held``."""
        own = self._checkpoint
        return own.held.and_(held_as_read(own.folder, own.tokenizer, self._reads))

    @property
    def _forward(self) -> Method:
        return self.program.method("forward")

    def samples(self, data: Path) -> list[tuple[torch.Tensor, ...]]:
        """See ``Captured.samples``."""
        return [self._encoder.inputs(text) for text in read_texts(data, self._pairs)]

    def ask(self, tolerances: Tolerances) -> Contents:
        """See ``Captured.ask``."""
        reference, checkpoint = Reference(self._checkpoint), self._checkpoint
        shortest = self._forward.dimensions["length"].minimum
        rows, stock = self._rows(), stock_for(checkpoint.tokenizer)
        stock = stock.in_pairs() if self._pairs else stock

        def said(asked: Asked) -> str:
            logits = reference.logits(self._encoder.encode(asked))
            return checkpoint.labels[int(np.argmax(logits))]

        texts = chosen_texts(rows, said, stock) if rows else stock.sentences
        golden = make_golden(
            lambda encoded: reference.logits(encoded).tolist(),
            self._encoder,
            checkpoint.labels,
            Lengths(shortest, self._longest),
            dict(tolerances),
            texts,
        )

        def write(folder: Path) -> tuple[TextFile, ...]:
            (folder / TOKENIZER).write_bytes(checkpoint.tokenizer_file)
            write_golden(golden, folder)
            return (
                describe_text(folder / TOKENIZER, "tokenizer"),
                describe_text(folder / GOLDEN, "golden"),
            )

        text = Text(
            TOKENIZER,
            checkpoint.labels,
            checkpoint.pad_id,
            pairs=self._pairs,
            truncation_side=checkpoint.cutting.side,
        )
        data = "" if self._data is None else data_name(self._data)
        notes = (
            *self.notes,
            *origin(rows, texts, data, stock),
            *weaknesses(golden, checkpoint.tokenizer, [row.label for row in rows]),
        )
        limits = Limits(shortest, self._longest)
        return Contents(tuple(texts), write, text, limits, notes=notes)

    def _rows(self) -> tuple[Labelled, ...]:
        """Those of --eval, with the names of their labels."""
        if self._data is None:
            return ()
        labels = self._checkpoint.labels
        return tuple(Labelled(e.asked, labels[e.label]) for e in self.measure.read(self._data))

    def worst_layers(
        self, texts: Sequence[Asked], doing: Callable[[str], None]
    ) -> list[tuple[str, ...]]:
        """See ``Captured.worst_layers``."""
        inputs = [self._encoder.inputs(text) for text in texts]
        return [(found.path,) for found in sensitivities(self._forward.module, inputs, doing)]

    def emulated(self, kept: Sequence[str]) -> Answer:
        """See ``Captured.emulated``."""
        module = self._forward.module
        rounded = emulated(module, frozenset(quantized_layers(module)) - set(kept))

        def answer(asked: Asked) -> np.ndarray:
            with torch.inference_mode():
                return rounded(*self._encoder.inputs(asked))[0].numpy()

        return answer


EXPORTING: Exporting = Classification()
