"""Bundles arrive whole, or not at all."""

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.errors import Refused
from mobilec.benchmarking.adb.files import push


def pushes(phone):
    return [command for command in phone.phone.asked if command.startswith("mkdir")]


def test_every_file_of_a_bundle_and_of_its_folders(adb, plugged, translator_bundle):
    phone, bundle = plugged(), Bundle.open(translator_bundle)
    place = push(adb.of(phone.serial), bundle)
    there = phone.phone.path(str(place))
    assert digest(there) == digest(translator_bundle)
    Bundle.open(there)


def test_what_is_there_already_is_not_sent_again(adb, plugged, classifier_bundle):
    phone, bundle = plugged(), Bundle.open(classifier_bundle)
    place = push(adb.of(phone.serial), bundle)
    count = len(pushes(phone))
    push(adb.of(phone.serial), bundle)
    assert len(pushes(phone)) == count
    phone.phone.path(f"{place}/tokenizer.json").write_text("{}")
    push(adb.of(phone.serial), bundle)
    assert len(pushes(phone)) == count + 1


def test_the_manifest_comes_last(adb, plugged, classifier_bundle, monkeypatch):
    phone, sent = plugged(), []
    one = adb.of(phone.serial)
    said = one.said
    monkeypatch.setattr(one, "said", lambda *w, **k: sent.append(w[-1]) or said(*w, **k))
    push(one, Bundle.open(classifier_bundle))
    assert sent[-1].endswith("manifest.json")


def test_a_full_phone(adb, plugged, classifier_bundle):
    phone = plugged(full=True)
    with pytest.raises(Refused, match="storage is full"):
        push(adb.of(phone.serial), Bundle.open(classifier_bundle))


def test_a_file_that_arrives_damaged(adb, plugged, classifier_bundle):
    phone = plugged(damages=True)
    with pytest.raises(Refused, match="another sha256"):
        push(adb.of(phone.serial), Bundle.open(classifier_bundle))
