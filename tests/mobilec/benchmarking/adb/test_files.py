"""Bundles arrive whole, or not at all."""

from pathlib import PurePosixPath

import pytest

from exporters.bundle.bundle import Bundle
from exporters.bundle.digest import digest
from exporters.errors import Refused
from mobilec.benchmarking.adb.files import push
from mobilec.benchmarking.adb.place import Place

PLACE = Place(PurePosixPath("/storage/emulated/0/Android/media/dev.mobilec.demo"))


def pushes(phone):
    return [command for command in phone.phone.asked if command.startswith("mkdir")]


def test_every_file_of_a_bundle_and_of_its_folders(adb, plugged, translator_bundle):
    phone, bundle = plugged(), Bundle.open(translator_bundle)
    place = push(adb.of(phone.serial), bundle, PLACE)
    there = phone.phone.path(str(place))
    assert digest(there) == digest(translator_bundle)
    Bundle.open(there)


def test_what_is_there_already_is_not_sent_again(adb, plugged, classifier_bundle):
    phone, bundle = plugged(), Bundle.open(classifier_bundle)
    place = push(adb.of(phone.serial), bundle, PLACE)
    count = len(pushes(phone))
    push(adb.of(phone.serial), bundle, PLACE)
    assert len(pushes(phone)) == count
    phone.phone.path(f"{place}/tokenizer.json").write_text("{}")
    push(adb.of(phone.serial), bundle, PLACE)
    assert len(pushes(phone)) == count + 1


def test_the_manifest_comes_last(adb, plugged, classifier_bundle, monkeypatch):
    phone, sent = plugged(), []
    one = adb.of(phone.serial)
    said = one.said
    monkeypatch.setattr(one, "said", lambda *w, **k: sent.append(w[-1]) or said(*w, **k))
    push(one, Bundle.open(classifier_bundle), PLACE)
    assert sent[-1].endswith("manifest.json")


def test_a_full_phone(adb, plugged, classifier_bundle):
    phone = plugged(full=True)
    with pytest.raises(Refused, match="storage is full"):
        push(adb.of(phone.serial), Bundle.open(classifier_bundle), PLACE)


def test_a_file_that_arrives_damaged(adb, plugged, classifier_bundle):
    phone = plugged(damages=True)
    with pytest.raises(Refused, match="another sha256"):
        push(adb.of(phone.serial), Bundle.open(classifier_bundle), PLACE)


def test_a_cable_that_is_pulled_in_the_middle_leaves_no_bundle(adb, plugged, classifier_bundle):
    phone = plugged(cut_after=1000)
    with pytest.raises(Refused, match="adb push failed"):
        push(adb.of(phone.serial), Bundle.open(classifier_bundle), PLACE)
    assert not list(phone.phone.path(str(PLACE.bundles)).rglob("manifest.json"))


def test_a_folder_that_is_shut_to_the_shell(adb, plugged, classifier_bundle):
    phone = plugged(api=30)
    shut = Place(PurePosixPath("/sdcard/Android/data/dev.mobilec.demo/files"))
    with pytest.raises(Refused, match="Permission denied .*adb's shell may not"):
        push(adb.of(phone.serial), Bundle.open(classifier_bundle), shut)
