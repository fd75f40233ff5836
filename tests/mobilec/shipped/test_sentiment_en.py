"""The shipped classifier as it lies in the package: small, right on plain sentences, described."""

import json
import re

import pytest

from mobilec.checkpoint.compressed import compression_of
from mobilec.checkpoint.describe import describe
from mobilec.checkpoint.load import load
from mobilec.compression.recipe.catalogue import recipe_file
from mobilec.compression.recipe.keys import unasked
from mobilec.compression.recipe.recipe import read_recipe
from mobilec.packing.measure import classify
from mobilec.shipped.catalogue import shipped_folder
from mobilec.shipped.stored import is_stored
from mobilec.training.arithmetic import Arithmetic

FOLDER = shipped_folder("sentiment-en")
LARGEST_BYTES = 8_000_000
POINTS_BELOW_DENSE = 0.015
"""Of accuracy: what the compressed model may lose."""

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
    """Of the dense model that it was made from."""
    return json.loads((FOLDER / "training.json").read_text())


@pytest.fixture(scope="module")
def report() -> dict:
    return json.loads((FOLDER / "compression-report.json").read_text(encoding="utf-8"))


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


def test_the_card_says_what_the_records_say(record, report):
    stored, quality = report["stored"], report["quality"]
    figures = {
        "Dev accuracy as stored": f"{stored['stored_dev_accuracy']:.4f}",
        "Dev accuracy before rounding": f"{stored['float_dev_accuracy']:.4f}",
        "Dev accuracy of the dense model": f"{quality['before']['accuracy']:.4f}",
        "Weights as stored": f"{stored['stored_bytes']:,} bytes",
        "Weights before rounding": f"{stored['float_bytes']:,} bytes",
        "Parameters": f"{report['after']['parameters']:,}",
        "Parameters of the dense model": f"{record['parameters']:,}",
        "Training examples": f"{record['train_examples']:,}",
        "Dev examples": f"{record['dev_examples']:,}",
    }
    assert figures.items() <= card_rows().items()


def test_the_recorded_accuracy_is_worth_shipping(report):
    stored, dense = report["stored"], report["quality"]["before"]["accuracy"]
    assert stored["stored_dev_accuracy"] >= dense - POINTS_BELOW_DENSE
    # Rounding to int8 may turn a few of 872 answers, not many.
    assert abs(stored["stored_dev_accuracy"] - stored["float_dev_accuracy"]) <= 5 / 872


def test_it_was_made_by_the_shipped_recipe(report):
    """The steps of the record are those of the recipe that the card names."""
    named = re.search(r"--recipe ([a-z-]+)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert named is not None
    made = [step["plan"] for step in report["steps"]]
    wanted = read_recipe(recipe_file(named[1])).steps
    assert [step["method"] for step in made] == [step.method for step in wanted]
    for step, asked in zip(made, wanted, strict=True):
        options = {name: value for name, value in asked.to_json().items() if value is not None}
        # The record has what auto comes to, and that is another on another machine.
        if options.get("arithmetic") == Arithmetic.AUTO:
            assert Arithmetic(step["options"]["arithmetic"]) is not options.pop("arithmetic")
        # A key that came later is as it is where nobody names it.
        known = unasked(type(asked.options)) | step["options"]
        assert options.items() <= ({"method": asked.method} | known).items()


def test_the_record_begins_with_the_dense_model(report, record):
    assert compression_of(describe(FOLDER)).source.family == "bert"
    assert report["before"]["parameters"] == record["parameters"]


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
