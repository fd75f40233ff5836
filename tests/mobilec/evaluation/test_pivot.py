"""Bundles that translate as one, by the library."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import mobilec
from exporters.errors import Refused

Between = Callable[[str | None, str | None], Path]


@pytest.fixture
def between(translator_bundle: Path, tmp_path: Path) -> Between:
    """The tiny translator, which says that it is one between these languages."""

    def copied(source: str | None, target: str | None) -> Path:
        folder = tmp_path / f"{source}-{target}"
        shutil.copytree(translator_bundle, folder)
        manifest = folder / "manifest.json"
        document = json.loads(manifest.read_text())
        document["text"] |= {"source_language": source, "target_language": target}
        manifest.write_text(json.dumps(document))
        return folder

    return copied


def test_they_translate_as_one_after_the_other(between: Between) -> None:
    folders = [between("de", "en"), between("eng_Latn", "pt")]
    one, other = map(mobilec.open, folders)
    texts = ["we do as", "so so we\n\n😀 we do"]
    heard: list[mobilec.Pivoted] = []
    result = mobilec.pivot(folders, texts, heard=heard.append)
    assert list(result.answers) == heard
    for text, answer in zip(texts, result.answers, strict=True):
        first, second = answer.legs
        assert (answer.text, first.text, second.text) == (text, text, first.translation)
        assert first.translation == one.translate(text).translation
        assert answer.translation == second.translation
        assert first.milliseconds > 0 and second.milliseconds > 0
        assert answer.milliseconds == pytest.approx(first.milliseconds + second.milliseconds)
        assert first.source_tokens == one.translate(text).source_tokens
    assert (
        result.answers[0].translation
        == other.translate(one.translate(texts[0]).translation).translation
    )


def test_the_document_names_both_programs_and_both_times(between: Between) -> None:
    result = mobilec.pivot([between("de", "en"), between("en", "pt")], ["we do"])
    document = json.loads(json.dumps(result.to_json()))
    languages = [(p["source_language"], p["target_language"]) for p in document["programs"]]
    assert languages == [("de", "en"), ("en", "pt")]
    assert {program["format"] for program in document["programs"]} == {"onnx"}
    (answer,) = document["answers"]
    assert answer["milliseconds"] == pytest.approx(
        sum(leg["milliseconds"] for leg in answer["legs"])
    )
    assert answer["cut"] == sum(leg["cut"] for leg in answer["legs"])


def test_a_chain_may_have_more_than_two(between: Between) -> None:
    opened = mobilec.open_pivot([between("de", "en"), between("en", "pt"), between("pt", "es")])
    assert len(opened.translate("we do").legs) == 3


@pytest.mark.parametrize(
    ("pairs", "words"),
    [
        ([("de", "en"), ("fr", "pt")], "the second does not read what the first writes; give"),
        ([("en", "pt"), ("de", "en")], "but they meet the other way round"),
        ([("de", None), ("en", "pt")], "does not name the language that it translates into"),
        ([("de", "en"), (None, "pt")], "does not name the language that it translates from"),
        ([("de", "en")], "give two bundles"),
    ],
)
def test_what_does_not_meet_is_refused(
    between: Between, pairs: list[tuple[str | None, str | None]], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        mobilec.open_pivot([between(*pair) for pair in pairs])


def test_a_text_that_is_no_unicode_is_refused(between: Between) -> None:
    with pytest.raises(Refused, match="no Unicode"):
        mobilec.open_pivot([between("de", "en"), between("en", "pt")]).translate("\ud800")
