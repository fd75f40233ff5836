import os

import pytest

from exporters.errors import Refused
from exporters.outside.json_file import DEEPEST, parse_json, read_json, read_limited

ADVICE = "copy it again"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"{", "is not JSON"),
        (b"", "is not JSON"),
        (b'"\xff"', "is not JSON"),
        (b"[NaN]", "NaN is no number"),
        (b"[-Infinity]", "-Infinity is no number"),
        (b'{"a": 1, "b": {"a": 1, "a": 2}}', "the name 'a' stands twice"),
        (b"[" * 100_000, "nested deeper than 100"),
        (b"[" * 100_000 + b"]" * 100_000, "nested deeper than 100"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "nested deeper than 100"),
        (b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), "nested deeper than 100"),
        (b"1" * 5000, "is not JSON"),
    ],
)
def test_what_nobody_writes_is_refused(tmp_path, text, words):
    (tmp_path / "a.json").write_bytes(text)
    with pytest.raises(Refused, match=f"a.json.*{words}.*; copy it again"):
        read_json(tmp_path / "a.json", ADVICE)


def test_what_is_written_is_read(tmp_path):
    (tmp_path / "a.json").write_text('{"ä": [1, 2.5, null, true, "\\u00e9"]}', encoding="utf-8")
    assert read_json(tmp_path / "a.json", ADVICE) == {"ä": [1, 2.5, None, True, "é"]}
    deepest = "[" * DEEPEST + "]" * DEEPEST
    assert parse_json(deepest, "it", ADVICE) is not None
    assert parse_json("null", "it", ADVICE) is None


def test_what_other_libraries_write_is_read_as_they_do():
    found = parse_json('{"a": NaN, "b": 1, "b": 2}', "it", ADVICE, lenient=True)
    assert found["a"] != found["a"]
    assert found["b"] == 2


def test_what_is_no_file_or_too_large_is_not_read(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "large").write_bytes(bytes(11))
    for name, words in {"pipe": "no file", ".": "no file", "none": "No such file"}.items():
        with pytest.raises(Refused, match=words):
            read_limited(tmp_path / name, ADVICE)
    with pytest.raises(Refused, match="has 11 bytes, and at most 10 are read; copy it again"):
        read_limited(tmp_path / "large", ADVICE, largest_bytes=10)
    assert read_limited(tmp_path / "large", ADVICE, largest_bytes=11) == bytes(11)
