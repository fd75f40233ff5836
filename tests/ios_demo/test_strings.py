"""Every text of the iOS app is there in German and English, and says what the Android app says."""

import json
from pathlib import Path

import pytest

from tests.ios_demo.strings import android, faults, keys, other_words, texts

ROOT = Path(__file__).parents[2]
PHRASES = ROOT / "ios_demo" / "Sources" / "MobilecScreens" / "Words" / "Phrase.swift"
CATALOG = ROOT / "ios_demo" / "App" / "Localizable.xcstrings"
VALUES = ROOT / "android_demo" / "app" / "src" / "main" / "res"
ANDROID = {"en": VALUES / "values" / "strings.xml", "de": VALUES / "values-de" / "strings.xml"}
VIEWS = ROOT / "ios_demo" / "Sources"


def test_every_key_is_said_in_both_languages() -> None:
    assert faults(PHRASES, CATALOG) == []


def test_both_apps_say_the_same() -> None:
    assert other_words(CATALOG, ANDROID) == []
    assert len(texts(CATALOG).keys() & android(ANDROID["en"]).keys()) > 80


def test_every_key_is_used() -> None:
    """Beyond the line that names it."""
    swift = "\n".join(file.read_text() for file in VIEWS.rglob("*.swift"))
    cases = [line.split()[1] for line in PHRASES.read_text().splitlines() if "    case " in line]
    assert len(cases) == len(keys(PHRASES))
    assert [case for case in cases if f".{case}" not in swift] == []


@pytest.mark.parametrize(
    ("key", "change", "fault"),
    [
        ("about_app", None, "about_app is not in the catalog"),
        ("about_app", {"en": "x"}, "about_app has no de"),
        ("about_app", {"en": "x", "de": " "}, "about_app has no de"),
        ("about_app", {"en": "%1$@", "de": "%%"}, "about_app has other places"),
        ("unheard", {"en": "x", "de": "y"}, "unheard is in the catalog alone"),
    ],
)
def test_a_spoilt_catalog_is_noticed(
    tmp_path: Path, key: str, change: dict | None, fault: str
) -> None:
    document = json.loads(CATALOG.read_text())
    document["strings"].pop(key, None)
    if change is not None:
        units = {
            language: {"stringUnit": {"state": "translated", "value": text}}
            for language, text in change.items()
        }
        document["strings"][key] = {"localizations": units}
    spoilt = tmp_path / "spoilt.xcstrings"
    spoilt.write_text(json.dumps(document))
    found = faults(PHRASES, spoilt)
    assert len(found) == 1 and found[0].startswith(fault)


def test_other_words_than_androids_are_noticed(tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.xcstrings"
    spoilt.write_text(CATALOG.read_text().replace('"Übersetzung"', '"Übertragung"'))
    assert [words.split(":")[0] for words in other_words(spoilt, ANDROID)] == [
        "translate_result in de"
    ]
