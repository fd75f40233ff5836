"""The shipped classifier as it lies in the package: small, right on plain sentences, described."""

import json
import re

import pytest

from mobilec.checkpoint.load import load
from mobilec.shipped.catalogue import shipped_folder
from mobilec.shipped.measure import classify
from mobilec.shipped.stored import is_stored

FOLDER = shipped_folder("sentiment-en")
LARGEST_BYTES = 25_000_000

SENTENCES = {
    "positive": (
        "a warm , funny and wonderfully acted film",
        "I loved every minute of it.",
        "This is the best meal I have had in years.",
        "not bad at all, in fact quite good",
    ),
    "negative": (
        "a dull , lifeless mess of a movie",
        "I want my two hours back.",
        "The battery died after a day and nobody answered my mails.",
        "it is not funny, and it is never clever",
    ),
}


@pytest.fixture(scope="module")
def checkpoint():
    return load("sentiment-en")


@pytest.fixture(scope="module")
def record() -> dict:
    return json.loads((FOLDER / "training.json").read_text())


def test_it_is_small_and_stored_as_int8():
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= LARGEST_BYTES
    assert is_stored(FOLDER)


def test_labels_and_tokenizer(checkpoint):
    assert checkpoint.labels == ("negative", "positive")
    assert checkpoint.tokenizer.truncation is None and checkpoint.tokenizer.padding is None
    written = json.loads((FOLDER / "tokenizer.json").read_text())
    assert written["truncation"] is None and written["padding"] is None
    settings = json.loads((FOLDER / "tokenizer_config.json").read_text())
    assert settings["model_max_length"] == checkpoint.max_positions == 512


@pytest.mark.parametrize(
    ("label", "text"), [(label, text) for label, texts in SENTENCES.items() for text in texts]
)
def test_plain_sentences_are_classified(checkpoint, label, text):
    assert checkpoint.labels[classify(checkpoint, text)] == label


def test_the_card_says_what_the_record_says(record):
    stored, options = record["stored"], record["options"]
    figures = {
        "Dev accuracy as stored": f"{stored['stored_dev_accuracy']:.4f}",
        "Dev accuracy before rounding": f"{stored['float_dev_accuracy']:.4f}",
        "Weights as stored": f"{stored['stored_bytes']:,} bytes",
        "Weights before rounding": f"{stored['float_bytes']:,} bytes",
        "Parameters": f"{record['parameters']:,}",
        "Training examples": f"{record['train_examples']:,}",
        "Dev examples": f"{record['dev_examples']:,}",
        "Epochs": str(options["epochs"]),
        "Steps": f"{record['steps'] + record['resumed_at']:,}",
        "Batch size": str(options["batch_size"]),
        "Highest learning rate": str(options["learning_rate"]),
        "Seed": str(options["seed"]),
    }
    assert figures.items() <= card_rows().items()


def test_the_recorded_accuracy_is_worth_shipping(record):
    stored = record["stored"]
    # One standard error of 872 answers below the 0.89 that this encoder reaches on SST-2.
    assert stored["stored_dev_accuracy"] >= 0.88
    # Rounding to int8 may turn a few of 872 answers, not many.
    assert abs(stored["stored_dev_accuracy"] - stored["float_dev_accuracy"]) <= 5 / 872


def test_the_card_gives_the_command_of_the_record(record):
    card = (FOLDER / "README.md").read_text()
    command = re.search(r"mobilec train classify (.*?)\n\n", card.replace("\\\n", ""), re.S)
    assert command is not None
    given = dict(re.findall(r"--([a-z-]+) +(\S+)", command[1]))
    options = record["options"]
    for name in ("epochs", "learning-rate", "batch-size", "arithmetic", "seed"):
        assert type(options[name.replace("-", "_")])(given[name]) == options[name.replace("-", "_")]
    assert given["labels"].split(",") == options["labels"]


def card_rows() -> dict[str, str]:
    """The two-column tables of the card, as name to value."""
    lines = (FOLDER / "README.md").read_text().splitlines()
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if "|" in line]
    return {row[0]: row[1] for row in cells if len(row) == 2}
