"""Examples from files and from data sets, and what does not fit."""

import json

import pytest

from exporters.errors import Refused
from mobilec.training.finetuning.sources import (
    DEV,
    TRAIN,
    Example,
    Reading,
    read_examples,
    source_name,
)

LABELLING = Reading("text-classification", ("bad", "good"))
TRANSLATING = Reading("translation", languages=("en", "de"))


def dataset(folder, rows, part="train"):
    """A folder that `datasets` reads, as it reads one of the hub."""
    folder.mkdir(exist_ok=True)
    lines = (json.dumps(row) for row in rows)
    (folder / f"{part}.jsonl").write_text("\n".join(lines) + "\n")
    return str(folder)


def test_labelled_files(tmp_path):
    (tmp_path / "a.tsv").write_text("sentence\tlabel\nso do i\tgood\n")
    assert read_examples(str(tmp_path / "a.tsv"), TRAIN, LABELLING) == [Example("so do i", 1)]


def test_aligned_files(tmp_path):
    (tmp_path / "a.en").write_text("so do i\n")
    (tmp_path / "a.de").write_text("ich auch\n")
    where = f"{tmp_path / 'a.en'},{tmp_path / 'a.de'}"
    assert read_examples(where, TRAIN, TRANSLATING) == [Example("so do i", "ich auch")]


@pytest.mark.parametrize("label", ["good", 1])
def test_a_labelled_data_set(tmp_path, label):
    where = dataset(tmp_path / "set", [{"sentence": "so do i", "label": label}])
    assert read_examples(where, TRAIN, LABELLING) == [Example("so do i", 1)]


def test_pairs_of_a_file_and_of_a_data_set(tmp_path):
    pairs = [Example("so do i", 1, "me too")]
    row = {"premise": "so do i", "hypothesis": "me too", "label": 1, "idx": 0}
    assert read_examples(dataset(tmp_path / "set", [row]), TRAIN, LABELLING) == pairs
    (tmp_path / "a.tsv").write_text("text_pair\ttext\tlabel\nme too\tso do i\tgood\n")
    assert read_examples(str(tmp_path / "a.tsv"), TRAIN, LABELLING) == pairs


def test_a_part_of_a_data_set(tmp_path):
    where = dataset(tmp_path / "set", [{"text": "a", "label": 0}])
    dataset(tmp_path / "set", [{"text": "b", "label": 0}], part="validation")
    assert read_examples(where, DEV, LABELLING)[0].text == "b"
    assert read_examples(f"{where}@train", DEV, LABELLING)[0].text == "a"


@pytest.mark.parametrize(
    "row",
    [
        {"source": "so do i", "target": "ich auch"},
        {"de": "ich auch", "en": "so do i"},
        {"translation": {"de": "ich auch", "en": "so do i"}},
    ],
)
def test_a_data_set_of_translations(tmp_path, row):
    where = dataset(tmp_path / "set", [row])
    assert read_examples(where, TRAIN, TRANSLATING) == [Example("so do i", "ich auch")]


@pytest.mark.parametrize(
    ("row", "reading", "said"),
    [
        (
            {"words": "a", "label": 0},
            LABELLING,
            "one column named text or sentence .* columns are words, label",
        ),
        ({"text": "a", "why": "b", "label": 0}, LABELLING, "the column why holds text too"),
        ({"text": "a"}, LABELLING, "has the columns text; one named label is needed"),
        ({"text": "a", "label": 2}, LABELLING, "has the label 2; the model's are bad, good"),
        ({"text": "a", "label": "so"}, LABELLING, "has the label 'so'"),
        ({"en": "a", "fr": "b"}, TRANSLATING, r"has the columns en, fr; .* \(en, de\)"),
    ],
)
def test_what_does_not_fit_the_task_is_refused(tmp_path, row, reading, said):
    with pytest.raises(Refused, match=said):
        read_examples(dataset(tmp_path / "set", [row]), TRAIN, reading)


def test_what_is_neither_file_nor_data_set(tmp_path):
    with pytest.raises(Refused, match="is no file, and no data set that can be read either"):
        read_examples(str(tmp_path / "nothing"), TRAIN, LABELLING)


def test_names_of_data_have_no_folders_of_this_machine(tmp_path):
    (tmp_path / "a.en").write_text("so do i\n")
    assert source_name(f"{tmp_path / 'a.en'},{tmp_path / 'a.de'}") == "a.en,a.de"
    assert source_name("stanfordnlp/sst2@validation") == "stanfordnlp/sst2@validation"
