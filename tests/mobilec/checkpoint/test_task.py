"""The task comes from the checkpoint, and what was asked must agree with it."""

import pytest
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    BertConfig,
    BertForSequenceClassification,
    ViTConfig,
)

from exporters.errors import Refused
from mobilec.checkpoint.task import find_task, model_class


def named(*architectures: str) -> BertConfig:
    return BertConfig(architectures=list(architectures))


@pytest.mark.parametrize("asked", ["auto", "text-classification"])
@pytest.mark.parametrize(
    "architecture", ["BertForSequenceClassification", "GPT2ForSequenceClassification"]
)
def test_classifiers(architecture: str, asked: str) -> None:
    assert find_task(named(architecture), asked, "here") == "text-classification"


@pytest.mark.parametrize(
    ("architecture", "does"),
    [
        ("BertModel", "feature-extraction"),
        ("BertForMaskedLM", "fill-mask"),
        ("BertForTokenClassification", "token-classification"),
        ("WhisperForConditionalGeneration", "automatic-speech-recognition"),
        ("BertForPreTraining", "something that has no task name"),
    ],
)
def test_what_is_not_served_is_named_with_what_is(architecture: str, does: str) -> None:
    served = "served are text-classification, translation"
    with pytest.raises(Refused, match=f"here is a {architecture}, which does {does}; {served}"):
        find_task(named(architecture), "auto", "here")


def test_asked_for_what_is_not_served() -> None:
    with pytest.raises(Refused, match="'summing-up' is not served; served are text-classification"):
        find_task(named("BertForSequenceClassification"), "summing-up", "here")


def test_asked_for_what_the_checkpoint_is_not() -> None:
    with pytest.raises(Refused, match="BertForTokenClassification, which does token"):
        find_task(named("BertForTokenClassification"), "text-classification", "here")


@pytest.mark.parametrize(
    "architecture",
    [
        "MarianMTModel",
        "BartForConditionalGeneration",
        "MBartForConditionalGeneration",
        "M2M100ForConditionalGeneration",
        "T5ForConditionalGeneration",
        "MT5ForConditionalGeneration",
    ],
)
def test_translators(architecture: str) -> None:
    # optimum calls BART's a fill-mask model: its class name decides.
    assert find_task(named(architecture), "auto", "here") == "translation"


def test_class_of_a_translator_follows_the_model_type() -> None:
    assert model_class(BartConfig(), "translation", "here") is BartForConditionalGeneration


def test_asked_for_one_served_task_and_found_another() -> None:
    with pytest.raises(Refused, match="asked for translation, but it is a BertForSequence"):
        find_task(named("BertForSequenceClassification"), "translation", "here")


def test_without_architecture_the_asker_decides() -> None:
    assert find_task(named(), "text-classification", "here") == "text-classification"
    with pytest.raises(Refused, match="names no architecture.*say --task"):
        find_task(named(), "auto", "here")


def test_architecture_of_remote_code() -> None:
    config = BertConfig(
        architectures=["JinaForSequenceClassification"], auto_map={"AutoModel": "code.Jina"}
    )
    with pytest.raises(Refused, match="JinaForSequenceClassification.*have to be run"):
        find_task(config, "auto", "here")


def test_architecture_that_nobody_knows() -> None:
    for name in ("MyBertForSequenceClassification", "pipeline"):
        with pytest.raises(Refused, match=f"is a {name}, which transformers .* does not have"):
            find_task(named(name), "auto", "here")


def test_class_follows_the_model_type() -> None:
    config = named("BertForSequenceClassification")
    assert model_class(config, "text-classification", "here") is BertForSequenceClassification
    assert model_class(BartConfig(), "text-classification", "here").__name__.startswith("Bart")


def test_model_type_without_a_class_for_the_task() -> None:
    with pytest.raises(Refused, match="'vit' model, and transformers .* none of these for text-cl"):
        model_class(ViTConfig(), "text-classification", "here")
