"""The command: options reach the run, refusals end it with status 1, defaults are the library's."""

import inspect
from dataclasses import MISSING, fields, replace

import pytest

from mobilec.cli.commands import train as command
from mobilec.cli.commands.train import _translation_options
from mobilec.cli.output import Status
from mobilec.training.classification.options import ClassificationOptions
from mobilec.training.translation.options import Corpus, Shape, TranslationOptions
from tests.mobilec.training.classification.conftest import options as classification  # noqa: F401
from tests.mobilec.training.translation.conftest import options as translation  # noqa: F401


@pytest.fixture
def classify(classification) -> list[str]:  # noqa: F811
    given = classification
    return [
        *("train", "classify", "--model", str(given.model), "--train", str(given.train)),
        *("--dev", str(given.dev), "-o", str(given.output), "--labels", "negative,positive"),
        *("--epochs", "1", "--batch-size", "8", "--arithmetic", "fp32"),
    ]


@pytest.fixture
def translate(translation) -> list[str]:  # noqa: F811
    given, shape = translation, translation.shape
    options = {
        "dev": ",".join(map(str, given.dev.files)),
        "output": given.output,
        "width": shape.width,
        "feed-forward": shape.feed_forward,
        "encoder-layers": shape.encoder_layers,
        "decoder-layers": shape.decoder_layers,
        "heads": shape.heads,
        "positions": shape.positions,
        "arithmetic": given.arithmetic,
        **{
            name.replace("_", "-"): getattr(given, name)
            for name in ("vocabulary", "max_pieces", "batch_pieces", "joined", "piece_dropout")
            + ("steps", "warmup_steps", "save_steps", "average")
        },
    }
    corpora = [
        word
        for corpus in given.train
        for word in ("--train", ",".join(map(str, corpus.files)), "--share", str(corpus.share))
    ]
    told = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return ["train", "translate", *corpora, *told]


def test_a_classifier_by_command(call, classify, classification):  # noqa: F811
    result = call(*classify)
    assert result.exit_code == 0, result.output
    assert "dev accuracy 0." in result.output or "dev accuracy 1." in result.output
    assert (classification.output / "model.safetensors").is_file()


def test_a_refusal_is_one_line_and_status_1(call, classify, classification):  # noqa: F811
    classification.dev.write_text("sentence\tlabel\nthe film\t3\n")
    result = call(*classify)
    assert result.exit_code == 1
    assert "dev.tsv, line 2: the label '3' is unknown" in " ".join(result.stderr.split())
    assert not classification.output.exists()


def test_a_translator_by_command(call, translate, translation):  # noqa: F811
    result = call(*translate)
    assert result.exit_code == 0, result.output
    assert "dev chrF" in result.output
    assert (translation.output / "model.safetensors").is_file()


def test_every_word_reaches_the_run(call, translate, translation, monkeypatch):  # noqa: F811
    seen = []

    def run(options):
        seen.append(options)
        raise KeyboardInterrupt

    monkeypatch.setattr("mobilec.training.translation.run.train", run)
    held_out = str(translation.dev.files[1])
    call(*translate, "--held-out", held_out, "--languages", "en,nl", "--seed", "3")
    told = {"held_out": (translation.dev.files[1],), "languages": ("en", "nl"), "seed": 3}
    assert seen == [replace(translation, **told)]


def test_files_that_are_not_aligned_end_it(call, translate, translation):  # noqa: F811
    _, target = translation.dev.files
    target.write_text("zu wenig\n")
    result = call(*translate)
    assert result.exit_code == 1
    assert "dev.en has 6 lines" in result.stderr and "dev.de 1" in result.stderr


def test_shares_are_one_for_each_text(call, translate):
    result = call(*translate, "--share", "0.5")
    assert result.exit_code == 1
    assert "3 shares were given for 2 texts" in " ".join(result.stderr.split())


def defaults(function) -> dict[str, object]:
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in parameters if p.default is not inspect.Parameter.empty}


@pytest.mark.parametrize(
    ("offered", "options"),
    [
        (command.classify, (ClassificationOptions,)),
        (command.translate, (TranslationOptions, Shape)),
    ],
)
def test_defaults_are_the_librarys(offered, options):
    known = {f.name: f.default for of in options for f in fields(of) if f.default is not MISSING}
    theirs = defaults(offered)
    for name in ("languages", "held_out", "shape"):
        known.pop(name, None)
        theirs.pop(name, None)
    for elsewhere in ("share", "recipe"):
        theirs.pop(elsewhere, None)
    assert theirs == known


def test_what_is_not_said_is_the_default():
    given = defaults(command.translate) | {"train": ["a.tsv"], "dev": "a,b", "output": "c"}
    made = _translation_options(given)
    assert made == TranslationOptions(train=made.train, dev=made.dev, output="c")
    assert made.train == (Corpus(made.train[0].files, 1.0),)


def test_arithmetic_that_is_unknown_is_answered_with_what_is_known(call, classify):
    result = call(*classify, "--arithmetic", "fp16")
    assert result.exit_code == Status.USAGE
    assert "auto" in result.stderr and "fp32" in result.stderr and "bf16" in result.stderr
