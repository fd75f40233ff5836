"""Settings as Marian means them, and nothing that only YAML can do."""

import pytest

from exporters.errors import Refused
from mobilec.checkpoint.sources.marian.yml import MOST_BYTES, read_mapping

WRITTEN = """\
dec-cell: ssru
dim-vocabs:
  - 32000
  - 32000
input-types: []
skip: false
transformer-preprocess: n
transformer-postprocess-top: ""
version: v1.9.56 94aeaa46 2021-04-28 00:28:35 +0100
"""


def test_what_marian_writes():
    assert read_mapping(WRITTEN.encode(), "m") == {
        "dec-cell": "ssru",
        "dim-vocabs": [32000, 32000],
        "input-types": [],
        "skip": False,
        "transformer-preprocess": "n",
        "transformer-postprocess-top": "",
        "version": "v1.9.56 94aeaa46 2021-04-28 00:28:35 +0100",
    }


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[("no", False), ("Off", False), ("yes", True), ("true", True), ("n", "n"), ("y", "y")],
        *[("~", None), ("", None), ("null", None), ('"~"', "~"), ("'no'", "no")],
        *[("12", 12), ("-3", -3), ("0", 0), ("010", "010"), ("0x10", "0x10"), ("1_000", "1_000")],
        *[("1.0", 1.0), ("1e-9", 1e-9), ("2.5E+3", 2500.0), (".5", 0.5), (".inf", ".inf")],
        *[("12:30", "12:30"), ("2021-04-28", "2021-04-28"), ("=", "="), ('! "12"', "12")],
        *[('! ""', ""), ("9" * 40, "9" * 40), ("1e999", "1e999"), ("de.spm", "de.spm")],
    ],
)
def test_words_and_numbers(written, meant):
    found = read_mapping(f"a: {written}".encode(), "m")["a"]
    assert found == meant and type(found) is type(meant)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is no mapping"),
        ("- a", "is no mapping"),
        ("no: 1", "is no mapping from names"),
        ("a: [", "is not YAML"),
        ("a: 1\n---\nb: 2", "is not YAML .expected a single document"),
        ("a: &x 1", "anchor"),
        ("a: &x [1]\nb: *x", "anchor"),
        ("a: *x", "anchor"),
        ("a: !!python/object/apply:os.getcwd []", "tag"),
        ("a: !!timestamp x", "tag"),
        ("a: 1\na: 2", "it has a twice"),
        ("a: {b: 1, c: 2, b: 3}", "it has b twice"),
        ("? [1]\n: 2", "is not YAML"),
        ("a: " + "[" * 40, "deeper than 16 levels"),
        ("[" * MOST_BYTES, "deeper than 16 levels"),
        ("- " * (MOST_BYTES // 2), "deeper than 16 levels"),
        ("a: \x01", "is not YAML"),
        ("#" * (MOST_BYTES + 1), "has 65,537 bytes, and settings of a model"),
    ],
)
def test_what_is_refused(text, reason):
    with pytest.raises(Refused, match=f"^m (.* )?.*{reason}") as refused:
        read_mapping(text.encode(), "m")
    assert "\n" not in str(refused.value)


def test_bytes_that_are_no_text():
    with pytest.raises(Refused, match="m is not YAML .*utf-8"):
        read_mapping(b"a: \xff", "m")
