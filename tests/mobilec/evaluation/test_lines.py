"""Lines of files and streams by one rule, that of Python's text files."""

from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.evaluation.lines import numbered_lines, read_lines


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a",
        "a\n",
        "a\nb",
        "a\r\nb\r\n",
        "a\rb\r",
        "a\n\nb",
        "a\r\r\nb",
        "\r\n",
        "x\u2028y\x85z\x0b\n",
        "\n\r",
    ],
)
def test_lines_end_where_python_ends_them(content: str, tmp_path: Path) -> None:
    expected = [
        line.removesuffix("\n") for line in TextIOWrapper(BytesIO(content.encode()), "utf-8")
    ]
    found = list(numbered_lines(BytesIO(content.encode()), "stdin"))
    assert found == list(enumerate(expected, start=1))
    file = tmp_path / "some.txt"
    file.write_bytes(content.encode())
    there = [line for _, line in read_lines(file)]
    while expected and not expected[-1]:
        expected.pop()
    assert there == (expected or [""])


def test_a_byte_order_mark_is_no_part_of_the_first_line() -> None:
    content = BytesIO(b"\xef\xbb\xbfa\n\xef\xbb\xbfb")
    assert list(numbered_lines(content, "stdin")) == [(1, "a"), (2, "\ufeffb")]


def test_a_line_is_there_before_the_next_one_is_read() -> None:
    def chunks():
        yield b"a\n"
        pytest.fail("the second line was asked for")

    assert next(numbered_lines(chunks(), "stdin")) == (1, "a")


def test_what_is_no_utf_8_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match="x.txt, line 2: not UTF-8"):
        list(numbered_lines(BytesIO(b"a\nf\xff"), "x.txt"))
    with pytest.raises(Refused, match="line 1: not UTF-8 .it begins as UTF-16 does.; save"):
        list(numbered_lines(BytesIO("a".encode("utf-16")), "x.txt"))
