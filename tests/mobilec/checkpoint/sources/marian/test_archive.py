"""One archive from every form, as Marian writes it, and a refusal for whatever else comes."""

import gzip
import random

import numpy as np
import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.archive import read_archive
from tests import marian_files as made
from tests.fixtures import marian as written

INT8 = ("Wemb", "encoder_l1_self_Wq")


@pytest.mark.parametrize("name", ["model.npz", "model.float32.bin"])
def test_floats_as_marian_writes_them(name):
    archive = read_archive(written.FOLDER / name)
    assert archive.tensors.keys() == written.arrays().keys()
    for tensor, array in written.arrays().items():
        np.testing.assert_array_equal(archive.tensors[tensor], array, strict=True)
    assert archive.options == written.OPTIONS
    assert archive.form == ("npz" if name.endswith(".npz") else "binary")
    assert not archive.int8 and not archive.activations


@pytest.mark.parametrize(("name", "steps"), [("intgemm8", 127), ("intgemm16", None)])
def test_integers_as_marian_writes_them(name, steps):
    archive = read_archive(written.FOLDER / f"model.{name}.bin")
    for tensor, array in written.arrays().items():
        multiplier = 1024 if steps is None else steps / np.abs(array).max()
        tolerance = 0.5001 / multiplier if tensor.endswith("_Wq") else 0
        np.testing.assert_allclose(archive.tensors[tensor], array, rtol=0, atol=tolerance)
    assert set(archive.int8) == ({"encoder_l1_self_Wq"} if steps else set())
    assert archive.options == written.OPTIONS


def test_integers_for_one_processor_are_refused_with_what_helps():
    with pytest.raises(Refused, match="intgemm8avx2.bin holds .*_Wq as intgemm8avx2.*--gemm-type"):
        read_archive(written.FOLDER / "model.intgemm8avx2.bin")


@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_int8_is_kept_beside_its_floats(tmp_path, tensors, options, suffix):
    multipliers = {"Wemb": 8.5, "encoder_l1_self_Wq": 12.25, "none": 8.5}
    path = tmp_path / f"model.bin{suffix}"
    archive = read_archive(made.write_binary(path, tensors, options, INT8, multipliers))
    assert archive.activations == pytest.approx(multipliers)
    assert archive.tensors.keys() == tensors.keys()
    for name in INT8:
        stored = archive.int8[name]
        assert stored.values.dtype == np.int8 and stored.values.shape == tensors[name].shape
        assert stored.multiplier == np.float32(127 / np.abs(tensors[name]).max())
        expected = np.rint(tensors[name] * np.float32(stored.multiplier))
        np.testing.assert_array_equal(stored.values, expected)
        np.testing.assert_array_equal(
            archive.tensors[name], stored.values / np.float32(stored.multiplier), strict=True
        )


def test_both_numbers_of_intgemm8_are_known(tmp_path, tensors, options):
    """browsermt's Marian and marian-nmt's count it differently, and store it alike."""
    read = []
    for code in (made.INTGEMM8, made.INTGEMM8_OF_MARIAN_NMT):
        item = made.intgemm_item("W", tensors["encoder_l1_self_Wq"], code)
        (tmp_path / "m.bin").write_bytes(made.binary([item, made.options_item(options)]))
        read.append(read_archive(tmp_path / "m.bin").int8["W"].values)
    np.testing.assert_array_equal(*read)


def test_float16_becomes_float32(tmp_path, options):
    halves = np.array([[0.5, -2.0]], "<f2")
    item = ("a", made.FLOAT16, (1, 2), halves.tobytes())
    (tmp_path / "m.bin").write_bytes(made.binary([item, made.options_item(options)]))
    np.testing.assert_array_equal(
        read_archive(tmp_path / "m.bin").tensors["a"], halves.astype(np.float32), strict=True
    )


def test_the_content_says_what_it_is_and_not_the_name(tmp_path, tensors, options):
    made.write_npz(tmp_path / "model.npz", tensors, options).rename(tmp_path / "model.bin")
    assert read_archive(tmp_path / "model.bin").form == "npz"


def _one(name, value, code=made.FLOAT32):
    return name, code, (1, 1), np.array([value], "<f4").tobytes()


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (_one("W_QuantMultA", np.nan), "W_QuantMultA is no one number above 0"),
        (_one("W_QuantMultA", 0), "W_QuantMultA is no one number above 0"),
        (_one("W_QuantMultA", -1), "W_QuantMultA is no one number above 0"),
        (made.float_item("W_QuantMultA", np.ones((1, 2))), "W_QuantMultA is no one number"),
        (("W", made.INT8, (1, 1), b"a"), "holds W as bytes, where models have floats"),
        (("W", made.INTGEMM8, (4,), bytes(8)), "W is intgemm8 and no matrix"),
    ],
)
def test_items_that_are_not_what_they_should_be(tmp_path, options, item, reason):
    (tmp_path / "m.bin").write_bytes(made.binary([item, made.options_item(options)]))
    with pytest.raises(Refused, match=f"m.bin.*{reason}"):
        read_archive(tmp_path / "m.bin")


@pytest.mark.parametrize(
    ("multiplier", "reason"),
    [
        *[(m, "the integers of W are multiples of 1 /") for m in (0.0, -1.0, np.nan, np.inf)],
        (1e-44, "W over its multiplier .* has no finite values"),
    ],
)
def test_multipliers_of_which_no_weights_come(tmp_path, options, multiplier, reason):
    data = bytes([1, 2, 3, 4]) + np.array([multiplier], "<f4").tobytes()
    item = ("W", made.INTGEMM8, (2, 2), data)
    (tmp_path / "m.bin").write_bytes(made.binary([item, made.options_item(options)]))
    with pytest.raises(Refused, match=f"m.bin is damaged: {reason}"):
        read_archive(tmp_path / "m.bin")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"type: a", "is damaged: its special:model.yml is no text that ends with a NUL"),
        (b"type: a\0b: c\0", "is damaged: its special:model.yml is no text that ends with a NUL"),
        (b"\0", ".special:model.yml. is no mapping"),
    ],
)
def test_options_are_a_text_that_ends(tmp_path, tensors, text, reason):
    items = [made.float_item("a", tensors["Wemb"]), (made.OPTIONS, made.INT8, (len(text),), text)]
    (tmp_path / "m.bin").write_bytes(made.binary(items))
    with pytest.raises(Refused, match=f"m.bin {reason}"):
        read_archive(tmp_path / "m.bin")


def test_without_options_nobody_knows_what_model_it_is(tmp_path, tensors):
    (tmp_path / "m.bin").write_bytes(made.binary([made.float_item("a", tensors["Wemb"])]))
    with pytest.raises(Refused, match="m.bin holds no special:model.yml"):
        read_archive(tmp_path / "m.bin")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\n", "is a git-lfs pointer.*git lfs pull"),
        (b"\x80\x02}q\x00.", "cut off or damaged: its version"),
        (b"\x80\x02}q\x00." + bytes(20), "does not begin as a binary model"),
        (made.binary([], version=2), "is encrypted by Marian"),
        (made.binary([], version=3), "does not begin as a binary model"),
        (made.binary([]), "holds no special:model.yml"),
    ],
)
def test_other_files(tmp_path, content, reason):
    (tmp_path / "m.bin").write_bytes(content)
    with pytest.raises(Refused, match=f"m.bin.*{reason}"):
        read_archive(tmp_path / "m.bin")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Refused, match="m.bin cannot be read: No such file"):
        read_archive(tmp_path / "m.bin")


def _changed(whole: bytes, draw: random.Random) -> bytes:
    """Bits flipped, bytes put in, the end cut off, or a number among the first made absurd."""
    at = draw.randrange(len(whole))
    flipped = bytearray(whole)
    flipped[at] ^= 1 << draw.randrange(8)
    start = at % 800 // 8 * 8
    number = draw.choice([0, 1 << 20, 1 << 31, 1 << 40, (1 << 64) - 1]).to_bytes(8, "little")
    return draw.choice(
        [
            whole[:at],
            bytes(flipped),
            whole[:at] + draw.randbytes(9) + whole[at:],
            whole[:start] + number + whole[start + 8 :],
        ]
    )


@pytest.mark.parametrize("name", ["m.bin", "m.npz", "m.bin.gz", "m.npz.gz"])
def test_changed_files_are_read_or_refused_in_one_sentence(tmp_path, tensors, options, name):
    if "bin" in name:
        made.write_binary(tmp_path / name, tensors, options, INT8, {"Wemb": 3.0})
    else:
        made.write_npz(tmp_path / name, tensors, options)
    whole, draw, refused = (tmp_path / name).read_bytes(), random.Random(name), 0
    for _ in range(400):
        (tmp_path / name).write_bytes(_changed(whole, draw))
        try:
            archive = read_archive(tmp_path / name)
        except Refused as why:
            assert str(why).startswith(f"{tmp_path / name} ") and "\n" not in str(why)
            refused += 1
        else:
            assert all(t.dtype == np.float32 for t in archive.tensors.values())
    assert 200 < refused <= 400


def test_packed_files_that_lie(tmp_path, tensors, options):
    whole = made.write_binary(tmp_path / "m.bin", tensors, options).read_bytes()
    packed = gzip.compress(whole, mtime=0)
    (tmp_path / "m.bin").write_bytes(packed[:-4] + (len(whole) + 1).to_bytes(4, "little"))
    with pytest.raises(Refused, match="m.bin is damaged"):
        read_archive(tmp_path / "m.bin")
