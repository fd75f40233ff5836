"""Each gate that reads a translator's file, with the faults that it must find."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from exporters.bundle.manifest import Again, MethodEntry, Tensor
from exporters.bundle.translation_golden import Row, rounded
from exporters.precision.rules import Precision
from exporters.reading import Reading, StoredMethod, StoredTensor
from exporters.runtime import RowsInput, RowTable
from exporters.text.words import Words
from exporters.verify import interface, stored
from exporters.verify.translation import rows, words
from tests import translation_models
from tests.exporters.verify.translation.bundles import Spoiled, subject

WIDTH, OFFSET = 64, 1000
INPUTS = (RowsInput("encode", "source_rows"), RowsInput("decode", "token_rows"))


def reading(**changes: object) -> Reading:
    return replace(Reading("onnx", 9, (), (), ()), **changes)


def spoiled(read: Reading, **changes: object) -> Spoiled:
    return replace(subject("marian", **changes), stored=read)


def table_of(dtype: str) -> tuple[bytes, RowTable]:
    """A file with the table of the tiny model in it, and where it lies."""
    weight = translation_models.tiny("marian").get_input_embeddings().weight.detach().numpy()
    scales = np.abs(weight).max(axis=1, keepdims=True).astype(np.float32) / 127
    content = np.round(weight / scales) if dtype == "int8" else weight
    packed = content.astype(dtype).tobytes()
    start = OFFSET + 4 * len(weight)
    at = OFFSET if dtype == "int8" else None
    described = RowTable("shared", start, len(weight), WIDTH, dtype, at, INPUTS)
    return bytes(OFFSET) + scales.tobytes() + packed + bytes(100), described


PRECISIONS = {"int8": Precision.INT8, "float16": Precision.FP16, "float32": Precision.FP32}


def rows_found(folder: Path, dtype: str, change: Callable[[RowTable], RowTable]) -> bool:
    content, table = table_of(dtype)
    (folder / "model.onnx").write_bytes(content)
    told = change(table)
    asked = spoiled(reading(row_tables=(told,)), precision=PRECISIONS[dtype], row_tables=(told,))
    at = replace(asked, bundle=replace(asked.bundle, folder=folder))
    at.bundle.__dict__["golden"] = asked.golden
    return rows.check(at).passed


@pytest.mark.parametrize("dtype", PRECISIONS)
def test_rows_at_their_place(tmp_path: Path, dtype: str) -> None:
    assert rows_found(tmp_path, dtype, lambda table: table)


FAULTS: dict[str, Callable[[RowTable], RowTable]] = {
    "a row further": lambda t: replace(t, offset=t.offset + WIDTH * np.dtype(t.dtype).itemsize),
    "a number further": lambda t: replace(t, offset=t.offset + np.dtype(t.dtype).itemsize),
    "narrower": lambda t: replace(t, width=t.width - 1),
    "half": lambda t: replace(t, width=t.width // 2),
    "outside": lambda t: replace(t, offset=10**9),
    "fewer rows": lambda t: replace(t, rows=20),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("dtype", PRECISIONS)
def test_rows_elsewhere_are_found(tmp_path: Path, dtype: str, fault: str) -> None:
    assert not rows_found(tmp_path, dtype, FAULTS[fault])


@pytest.mark.parametrize("by", [4, 400, -4])
def test_scales_elsewhere_are_found(tmp_path: Path, by: int) -> None:
    assert not rows_found(
        tmp_path, "int8", lambda t: replace(t, scales_offset=(t.scales_offset or 0) + by)
    )


def test_the_rounding_of_goldens_is_no_fault(tmp_path: Path) -> None:
    """1.000005 is kept as 1.00000 or 1.00001, which is as far off as six digits ever are."""
    numbers = np.array([1.0000049, 1.0000051, 1.0000149, 9.9999951, 0.1000005], np.float32)
    (tmp_path / "model.onnx").write_bytes(numbers.tobytes())
    told = (RowTable("words", 0, len(numbers), 1, "float32", None, INPUTS),)
    asked = spoiled(reading(row_tables=told), precision=Precision.FP32, row_tables=told)

    def found(off: float) -> bool:
        kept = [(rounded(float(x) * off),) for x in numbers]
        golden = tuple(Row("encode", at, head, head[0]) for at, head in enumerate(kept))
        at = replace(asked, bundle=replace(asked.bundle, folder=tmp_path))
        at.bundle.__dict__["golden"] = replace(asked.golden, rows=golden)
        return rows.check(at).passed

    assert found(1.0)
    assert not found(1.00002)


def bands_found(folder: Path, change: Callable[[RowTable], RowTable] = lambda t: t) -> bool:
    """Half the words in the first 64 columns, the others in the next; ``change`` is of these."""
    content, table = table_of("float32")
    (folder / "model.onnx").write_bytes(content)
    half = table.rows // 2
    later = replace(table, offset=table.offset + half * WIDTH * 4, rows=table.rows - half)
    told = (replace(table, rows=half), change(replace(later, first=half, column=WIDTH)))
    asked = spoiled(reading(row_tables=told), precision=Precision.FP32, row_tables=told)
    at = replace(asked, bundle=replace(asked.bundle, folder=folder))
    golden = asked.golden
    moved = (replace(r, column=WIDTH) if r.id >= half else r for r in golden.rows)
    at.bundle.__dict__["golden"] = replace(golden, rows=tuple(moved))
    return rows.check(at).passed


BAND_FAULTS: dict[str, Callable[[RowTable], RowTable]] = {
    "a word further": lambda t: replace(t, first=t.first + 1),
    "a word before": lambda t: replace(t, first=t.first - 1, rows=t.rows + 1),
    "over another": lambda t: replace(t, column=0),
    "a column further": lambda t: replace(t, column=t.column + 1),
    "fewer words": lambda t: replace(t, rows=3),
}


def test_bands_at_their_places(tmp_path: Path) -> None:
    assert bands_found(tmp_path)


@pytest.mark.parametrize("fault", BAND_FAULTS)
def test_bands_elsewhere_are_found(tmp_path: Path, fault: str) -> None:
    assert not bands_found(tmp_path, BAND_FAULTS[fault])


def test_a_table_that_the_manifest_does_not_name_is_found() -> None:
    _, table = table_of("int8")
    assert not rows.check(spoiled(reading(row_tables=(table,)))).passed
    assert not rows.check(spoiled(reading(), row_tables=(table,))).passed
    assert rows.check(spoiled(reading())).passed


TWICE = tuple(StoredTensor(name, "int8", (64, 64), 4096, "same") for name in ("a", "b"))


def test_what_is_stored_twice_must_have_been_asked_for() -> None:
    assert not stored.check(spoiled(reading(tensors=TWICE), ideal_bytes=4096)).passed
    asked = (Again("table", 4096, "standalone"),)
    found = stored.check(spoiled(reading(tensors=TWICE), ideal_bytes=4096, again=asked))
    assert found.passed
    assert "table is stored twice on purpose (standalone)" in found.message
    thrice = (*TWICE, TWICE[0])
    assert not stored.check(spoiled(reading(tensors=thrice), ideal_bytes=4096, again=asked)).passed


def test_states_are_part_of_the_interface() -> None:
    state = ("key_0", "float16", (8, 32, 16))
    decode = StoredMethod("decode_32", (), (), states=(state,))
    entry = MethodEntry("decode_32", (), (), states=(Tensor(*state),))
    assert interface.check(spoiled(reading(methods=(decode,)), methods=(entry,))).passed
    other = replace(entry, states=(Tensor("key_0", "float16", (8, 64, 16)),))
    assert not interface.check(spoiled(reading(methods=(decode,)), methods=(other,))).passed


def test_words_of_another_tokenizer_are_found() -> None:
    honest = subject("t5").bundle
    assert words.check(honest).passed
    core = json.loads(honest.words.source.to_str())
    ids = core["model"]["vocab"]
    core["model"]["vocab"] = dict(zip(ids, [*list(ids.values())[1:], 8], strict=True))
    other = Tokenizer.from_str(json.dumps(core))
    for changed in (Words(other, honest.words.target), Words(honest.words.source, other)):
        bundle = replace(honest)
        bundle.__dict__.update(golden=honest.golden, words=changed)
        found = words.check(bundle)
        assert not found.passed
        assert "another tokenizer" in found.message
