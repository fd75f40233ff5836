"""What the iOS app says: its string catalog, its sources' keys, and the Android app's words."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

LANGUAGES = ("de", "en")
OWN_WORDS = {"no_classifier", "no_translator", "preparing", "bench_nothing"}
"""Said otherwise than on Android, as bundles come into the app otherwise and engines differ."""
_CASE = re.compile(r"^\s*case (\w+)(?: = \"(\w+)\")?$", re.MULTILINE)
_PLACE = re.compile(r"%(?:\d\$)?(?:@|lld|s|d|%)")


def keys(phrases: Path) -> list[str]:
    """Of the enumeration of all texts."""
    return [raw or name for name, raw in _CASE.findall(phrases.read_text())]


def texts(catalog: Path) -> dict[str, dict[str, list[str]]]:
    """Each key's texts by language; several where one and many differ."""
    entries = json.loads(catalog.read_text())["strings"]
    return {
        key: {language: _units(said) for language, said in entry["localizations"].items()}
        for key, entry in entries.items()
    }


def _units(said: dict) -> list[str]:
    if plural := said.get("variations", {}).get("plural"):
        return [text for one in plural.values() for text in _units(one)]
    unit = said["stringUnit"]
    return [unit["value"]] if unit["state"] == "translated" else []


def faults(phrases: Path, catalog: Path) -> list[str]:
    """In words: keys that are missing or too many, texts that are missing, places that differ."""
    named, found = keys(phrases), texts(catalog)
    wrong = [f"{key} is not in the catalog" for key in named if key not in found]
    wrong += [f"{key} is in the catalog alone" for key in found if key not in named]
    for key, said in found.items():
        wrong += [f"{key} has no {language}" for language in LANGUAGES if not _said(said, language)]
        places = {tuple(sorted(_PLACE.findall(text))) for each in said.values() for text in each}
        if len(places) > 1:
            wrong.append(f"{key} has other places in one language than in the other")
    return wrong


def _said(said: dict[str, list[str]], language: str) -> bool:
    return all(text.strip() for text in said.get(language, [""])) and bool(said.get(language))


def android(resources: Path) -> dict[str, str]:
    """The Android app's texts by name, their places written as in the catalog."""
    root = ElementTree.parse(resources).getroot()
    return {each.attrib["name"]: _catalog(each.text or "") for each in root.iterfind("string")}


def _catalog(text: str) -> str:
    written = re.sub(r"%(\d)\$[sd]", r"%\1$@", text)
    return written.replace("\\n", "\n").replace("\\'", "'")


def other_words(catalog: Path, resources: dict[str, Path]) -> list[str]:
    """Names that both apps have and say otherwise."""
    found = texts(catalog)
    return [
        f"{name} in {language}: {found[name][language]} is {text!r} on Android"
        for language, file in resources.items()
        for name, text in android(file).items()
        if name in found and name not in OWN_WORDS and found[name][language] != [text]
    ]
