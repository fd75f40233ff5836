"""The shipped translator as it lies in the package: small, understandable, described."""

import json
import re

import pytest

from mobilec.checkpoint.load import load
from mobilec.packing.measure import translated
from mobilec.shipped.catalogue import shipped_folder
from mobilec.shipped.stored import is_stored

FOLDER = shipped_folder("translate-en-de")
LARGEST_BYTES = 20_000_000

SENTENCES = {
    "Where is the station?": "Wo ist der Bahnhof?",
    "I don't know.": "Ich weiß es nicht.",
    "She is reading a book.": "Sie liest ein Buch.",
    "We have no money.": "Wir haben kein Geld.",
    "He did not come.": "Er ist nicht gekommen.",
    "The children are playing in the garden.": "Die Kinder spielen im Garten.",
}


@pytest.fixture(scope="module")
def checkpoint():
    return load("translate-en-de")


@pytest.fixture(scope="module")
def record() -> dict:
    return json.loads((FOLDER / "training.json").read_text(encoding="utf-8"))


def test_it_is_small_and_stored_as_int8():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= LARGEST_BYTES
    assert is_stored(FOLDER)


def test_languages_and_tokenizer(checkpoint):
    assert (checkpoint.text.source_language, checkpoint.text.target_language) == ("en", "de")
    written = json.loads((FOLDER / "tokenizer.json").read_text(encoding="utf-8"))
    assert written["truncation"] is None and written["padding"] is None
    settings = json.loads((FOLDER / "tokenizer_config.json").read_text(encoding="utf-8"))
    assert settings["model_max_length"] == checkpoint.max_positions == 256


def test_every_embedding_is_one_table(checkpoint):
    table = checkpoint.model.get_input_embeddings().weight
    assert checkpoint.model.get_output_embeddings().weight is table
    assert len(table) == checkpoint.tokenizer.get_vocab_size() == 8000


@pytest.mark.parametrize("beams", [1, 4])
def test_plain_sentences_are_translated(checkpoint, beams):
    assert translated(checkpoint, list(SENTENCES), beams) == list(SENTENCES.values())


def test_the_samples_of_the_record_are_its_translations(checkpoint, record):
    samples = record["stored"]["samples"]
    answers = translated(
        checkpoint, [s["source"] for s in samples], checkpoint.text.settings.num_beams
    )
    same = sum(a == s["translation"] for a, s in zip(answers, samples, strict=True))
    # A close call between two pieces may go the other way on another processor.
    assert same >= len(samples) - 2


def test_the_card_says_what_the_record_says(record):
    stored, options = record["stored"], record["options"]
    figures = {
        f"{metric} on test, {search}": f"{stored['stored_test'][search][metric]['score']:.1f}"
        for search in ("greedy", "4 beams")
        for metric in ("chrF", "BLEU")
    } | {
        "chrF on dev, greedy": f"{stored['stored_dev']['greedy']['chrF']['score']:.1f}",
        "chrF on dev, 4 beams": f"{stored['stored_dev']['4 beams']['chrF']['score']:.1f}",
        "Weights as stored": f"{stored['stored_bytes']:,} bytes",
        "Weights before rounding": f"{stored['float_bytes']:,} bytes",
        "Parameters": f"{record['parameters']:,}",
        "Epochs": str(record["epochs"]),
        "Steps": f"{record['steps'] + record['resumed_at']:,}",
        "Highest learning rate": str(options["learning_rate"]),
        "Dropout": str(options["dropout"]),
        "Label smoothing": str(options["label_smoothing"]),
        "Checkpoints averaged": str(record["averaged"]),
        "Seed": str(options["seed"]),
    }
    assert figures.items() <= card_rows().items()


def test_the_card_shows_the_samples_and_signatures_of_the_record(record):
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    for sample in record["stored"]["samples"]:
        row = f"| {sample['source']} | {sample['translation']} | {sample['reference']} |"
        assert row in card
    for metric in record["stored"]["stored_test"]["greedy"].values():
        assert f"    {metric['signature']}\n" in card


def test_the_recorded_quality_is_worth_shipping(record):
    stored = record["stored"]
    assert stored["stored_test"]["greedy"]["chrF"]["score"] >= 40
    # Rounding to int8 may cost half a point.
    rounded, whole = (stored[p]["greedy"]["chrF"]["score"] for p in ("stored_dev", "float_dev"))
    assert rounded >= whole - 0.5


def test_the_card_gives_the_command_of_the_record(record):
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    command = re.search(r"mobilec train translate (.*?)\n\n", card.replace("\\\n", ""), re.S)
    assert command is not None
    given = re.findall(r"--([a-z-]+) +(\S+)", command[1])
    options = record["options"]
    known = options | options["shape"]
    assert [float(v) for name, v in given if name == "share"] == [
        corpus["share"] for corpus in options["train"]
    ]
    numbers = {name: v for name, v in given if name.replace("-", "_") in known}
    for name in set(numbers) - {"train", "dev", "held-out"}:
        recorded = known[name.replace("-", "_")]
        assert type(recorded)(numbers[name]) == recorded, name
    said = {name.replace("-", "_") for name in numbers}
    assert {"steps", "batch_pieces", "encoder_layers", "arithmetic"} <= said


def card_rows() -> dict[str, str]:
    """The two-column tables of the card, as name to value."""
    lines = (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return {row[0]: row[1] for row in cells if len(row) == 2}
