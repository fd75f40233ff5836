"""Labelled files and plain text: what is read, and what is refused with which line."""

import json
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.evaluation.data import Example, has_pairs, read_labelled, read_texts

LABELS = ("negative", "positive")


@pytest.fixture
def written(tmp_path: Path):
    def write(name: str, content: str | bytes) -> Path:
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


def test_a_glue_table_is_read_with_its_line_numbers(written):
    file = written("dev.tsv", "sentence\tlabel\nfine film \t1\nno wit\t0\n")
    assert read_labelled(file, LABELS) == [Example("fine film ", 1, 2), Example("no wit", 0, 3)]


def test_columns_may_stand_in_any_order_and_among_others(written):
    file = written("dev.tsv", "id\tlabel\ttext\n7\tpositive\tfine film\n")
    assert read_labelled(file, LABELS) == [Example("fine film", 1, 2)]


def test_quotes_are_ordinary_characters(written):
    file = written("dev.tsv", 'text\tlabel\n" it is\t0\nnot "\t1\n')
    assert [example.text for example in read_labelled(file, LABELS)] == ['" it is', 'not "']


def test_a_byte_order_mark_and_carriage_returns_are_no_part_of_the_text(written):
    file = written("dev.tsv", "\ufefflabel\ttext\r\n1\tfine film\r\n")
    assert read_labelled(file, LABELS) == [Example("fine film", 1, 2)]


def test_a_unicode_line_separator_does_not_end_a_line(written):
    file = written("dev.tsv", "text\tlabel\nfine\u2028film\t1\n")
    assert read_labelled(file, LABELS) == [Example("fine\u2028film", 1, 2)]


@pytest.mark.parametrize("label", ['"positive"', "1", '"1"'])
def test_a_json_label_is_a_name_or_an_index(written, label):
    file = written("dev.jsonl", f'{{"text": "fine film", "label": {label}}}\n')
    assert read_labelled(file, LABELS) == [Example("fine film", 1, 1)]


STARS = ("1", "2", "3")


def forms(said: list[str], column: str = "label") -> dict[str, str]:
    """The same labels as a table, as numbers of JSON and as its strings."""
    table = "".join(f"fine\t{word}\n" for word in said)
    numbers = "".join(f'{{"text": "fine", "{column}": {word}}}\n' for word in said)
    strings = "".join(f'{{"text": "fine", "{column}": "{word}"}}\n' for word in said)
    return {"a.tsv": f"text\t{column}\n{table}", "a.jsonl": numbers, "b.jsonl": strings}


@pytest.mark.parametrize(
    ("said", "labels", "read"),
    [
        (["1", "3", "2"], STARS, [0, 2, 1]),
        (["2", "0", "1"], STARS, [2, 0, 1]),
        (["1", "0"], ("0", "1"), [1, 0]),
        (["10", "20"], ("20", "10"), [1, 0]),
    ],
)
def test_numbers_are_all_names_or_all_indices_of_a_file(written, said, labels, read):
    for name, content in forms(said).items():
        assert [e.label for e in read_labelled(written(name, content), labels)] == read, name


def test_numbers_that_read_both_ways_are_refused_and_a_column_decides(written):
    for name, content in forms(["2", "1"]).items():
        file = written(name, content)
        with pytest.raises(Refused, match="'2' is the name of a label .* index of another, '3'"):
            read_labelled(file, STARS)
    for name, content in forms(["2", "1"], "label_index").items():
        assert [e.label for e in read_labelled(written(name, content), STARS)] == [2, 1]
    for name, content in forms(["2", "1"], "label_name").items():
        assert [e.label for e in read_labelled(written(name, content), STARS)] == [1, 0]


@pytest.mark.parametrize(
    ("rows", "line"),
    [("a\tpositive\nb\tnegative\nc\t0\n", 4), ("a\t1\nb\tpositive\nc\t0\n", 3)],
)
def test_names_and_indices_in_one_file_are_refused(written, rows, line):
    file = written("a.tsv", "text\tlabel\n" + rows)
    with pytest.raises(Refused, match=f"line {line}: .* and that of line 2 is"):
        read_labelled(file, LABELS)


def test_lines_of_an_old_mac_are_lines(written):
    file = written("cr.tsv", b"text\tlabel\rgood\t0\rbad\t1\r")
    assert read_labelled(file, LABELS) == [Example("good", 0, 2), Example("bad", 1, 3)]


def test_half_a_character_is_refused_with_its_line(written):
    rows = '{"text": "fine", "label": 0}\n{"text": "bad \\ud83d film", "label": 0}\n'
    with pytest.raises(Refused, match=r"s\.jsonl, line 2: 'text' is no Unicode .* 5: U\+D83D"):
        read_labelled(written("s.jsonl", rows), LABELS)
    whole = written("t.jsonl", '{"text": "\\ud83d\\ude00", "label": 0}\n')
    assert read_labelled(whole, LABELS)[0].text == "\U0001f600"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", "", "holds no example"),
        ("a.tsv", "text\tlabel\n", "holds no example"),
        ("a.jsonl", "", "line 1: is not JSON"),
        ("a.tsv", "text\tscore\nfine\t1\n", "line 2: no column named label among text, score"),
        ("a.tsv", "phrase\tlabel\nfine\t1\n", "line 2: one column named text or sentence"),
        ("a.tsv", "text\tsentence\tlabel\nx\ty\t1\n", "line 2: one column named"),
        ("a.tsv", "text\tlabel\nfine\t1\nbad\t2\n", "line 3: the label '2' is unknown"),
        ("a.tsv", "text\tlabel\nfine\t-1\n", "line 2: the label '-1' is unknown"),
        ("a.tsv", "text\tlabel\n \t1\n", "line 2: the text is ' '"),
        ("a.tsv", "text\tlabel\nfine\tfilm\t1\n", "line 2: 3 columns, but the header has 2"),
        ("a.tsv", "text\tlabel\nfine\t1\n\nbad\t0\n", "line 3: 1 columns"),
        ("a.jsonl", '{"text": "fine", "label": 1}\n{"text":\n', "line 2: is not JSON"),
        ("a.jsonl", '["fine", 1]\n', "line 1: no JSON object"),
        ("a.jsonl", '{"text": 5, "label": 1}\n', "line 1: the text is 5"),
        ("a.jsonl", '{"text": "fine", "label": true}\n', "line 1: the label is True"),
        ("a.tsv", b"text\tlabel\nf\xffne\t1\n", "line 2: not UTF-8"),
        ("a.csv", "text,label\nfine,1\n", "read from .tsv and .jsonl"),
    ],
)
def test_what_is_wrong_is_refused_with_its_line(written, name, content, message):
    with pytest.raises(Refused, match=message.replace(".", r"\.").replace("|", r"\|")):
        read_labelled(written(name, content), LABELS)


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("index\tsentence1\tsentence2\tlabel", "0\tone\ttwo\tpositive"),  # RTE, WNLI
        ("Quality\t#1 ID\t#2 ID\t#1 String\t#2 String", "1\t7\t8\tone\ttwo"),  # MRPC
        ("id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate", "0\t1\t2\tone\ttwo\t1"),  # QQP
        ("index\tquestion\tsentence\tlabel", "0\tone\ttwo\tpositive"),  # QNLI
        (
            "index\tpromptID\tpairID\tgenre\tsentence1_binary_parse\tsentence1_parse"
            "\tsentence1\tsentence2\tlabel1\tgold_label",
            "0\t1\t1n\tfiction\t( a b )\t(S (NP))\tone\ttwo\tpositive\tpositive",
        ),  # MNLI, SNLI
        ("premise\thypothesis\tlabel\tidx", "one\ttwo\t1\t0"),
        ("label\ttext_pair\ttext", "1\ttwo\tone"),
        ("sentence\tsentence2\tlabel", "one\ttwo\t1"),
        ("query\tpassage\tlabel", "one\ttwo\t1"),
        ("question\tpassage\tlabel", "one\ttwo\t1"),
    ],
)
def test_both_texts_of_a_pair_are_read_in_their_order(written, header, row):
    file = written("dev.tsv", f"{header}\n{row}\n")
    expected = Example("one", 1, 2, "two")
    assert read_labelled(file, LABELS) == read_labelled(file, LABELS, pairs=True) == [expected]
    assert read_texts(file) == [("one", "two")]
    assert has_pairs(file)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"sentence1": "one"}, "one column named text or sentence is needed, or two of a pair"),
        ({"question": "one"}, "is needed, or two of a pair"),
        ({"text": "one", "premise": "two"}, "is needed, or two of a pair"),
        ({"question": "a", "sentence": "b", "text": "c"}, "is needed, or two of a pair"),
        ({"text": "one", "aspect": "two"}, "the column aspect holds text too"),
        ({"text": "one", "title": ["two"]}, "the column title holds text too"),
        ({"text": "one", "answer": {"words": "two"}}, "the column answer holds text too"),
        ({"text": "one", "text_pair": "two", "why": "three"}, "the column why holds text too"),
        ({"text": "one", "text_pair": " "}, "the text_pair is ' '"),
        ({"text": "one", "text_pair": None}, "the text_pair is None"),
    ],
)
def test_no_text_is_left_unread_without_a_word(written, columns, message):
    file = written("dev.jsonl", json.dumps({**columns, "label": 1}) + "\n")
    for read in (lambda: read_labelled(file, LABELS), lambda: read_texts(file)):
        with pytest.raises(Refused, match=f"line 1: .*{message}"):
            read()


def test_what_is_no_text_may_stand_beside(written):
    beside = {
        "score": 0.5,
        "votes": [1, 2],
        "when": "2024-01-02",
        "idx": "a7",
        "label_text": "good",
    }
    file = written("dev.jsonl", json.dumps({"text": "one", "label": 1, **beside}) + "\n")
    assert read_labelled(file, LABELS, pairs=False) == [Example("one", 1, 1)]
    assert not has_pairs(file)


@pytest.mark.parametrize("pairs", [True, False])
def test_a_file_is_of_the_kind_that_the_model_reads(written, pairs):
    rows = ['{"text": "one", "label": 1}\n', '{"text": "one", "text_pair": "two", "label": 1}\n']
    file = written("dev.jsonl", rows[not pairs])
    with pytest.raises(Refused, match="reads (pairs of texts|one text at a time)"):
        read_labelled(file, LABELS, pairs)
    with pytest.raises(Refused, match="--pairs"):
        read_texts(file, pairs)
    mixed = written("mixed.jsonl", "".join(rows))
    with pytest.raises(Refused, match="line 2: some rows have a pair and some have none"):
        read_labelled(mixed, LABELS)


def test_lines_of_a_plain_file_are_no_pairs(written):
    file = written("some.txt", "one\ttwo\n")
    assert not has_pairs(file)
    with pytest.raises(Refused, match="pairs of texts are read from .tsv and .jsonl"):
        read_texts(file, pairs=True)


def test_a_missing_file_is_refused_by_name(tmp_path):
    with pytest.raises(Refused, match="absent.tsv cannot be read"):
        read_labelled(tmp_path / "absent.tsv", LABELS)


def test_texts_are_the_lines_of_a_plain_file(written):
    file = written("some.txt", "\ufefffine film\n\n a\tb \n")
    assert read_texts(file) == ["fine film", " a\tb "]


def test_texts_are_the_text_column_of_a_labelled_file(written):
    table = written("dev.tsv", "sentence\tlabel\nfine film\t1\n")
    objects = written("dev.jsonl", '{"text": "fine film"}\n')
    assert read_texts(table) == read_texts(objects) == ["fine film"]


@pytest.mark.parametrize("name", ["blank.txt", "blank.tsv"])
def test_no_text_at_all_is_refused(written, name):
    with pytest.raises(Refused, match="holds no example"):
        read_texts(written(name, "text\n" if name.endswith("tsv") else "\n \n"))
