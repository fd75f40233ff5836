"""The app comes onto the phone, or the phone's reason is explained."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.adb.install import _FAILURES, install, refuse_missing
from mobilec.benchmarking.adb.target import Target, current_user
from tests.mobilec.benchmarking.adb.standin.apps import Silent

TARGET = Target()


@pytest.fixture
def apk(tmp_path):
    path = tmp_path / "some app.apk"
    path.write_bytes(b"PK" + bytes(100_000))
    return path


def test_an_app_is_installed(adb, plugged, apk):
    phone = plugged(installs=Silent())
    one = adb.of(phone.serial)
    with pytest.raises(Refused, match="not on the phone.*--apk"):
        refuse_missing(one, TARGET)
    install(one, apk, TARGET)
    refuse_missing(one, TARGET)
    assert phone.phone.installed == apk.read_bytes()


@pytest.mark.parametrize("code", _FAILURES)
def test_each_failure_is_explained(adb, plugged, apk, code):
    phone = plugged(install_answer=f"Failure [{code}: some detail of the phone]\n")
    with pytest.raises(Refused, match=f"{code}: ") as refused:
        install(adb.of(phone.serial), apk, TARGET)
    assert _FAILURES[code].format(app=TARGET.package) in str(refused.value)


def test_a_failure_that_is_not_known_keeps_the_phones_words(adb, plugged, apk):
    phone = plugged(install_answer="Failure [INSTALL_FAILED_BAD_MOON: it is full]\n")
    with pytest.raises(Refused, match="BAD_MOON.*the phone says.*it is full"):
        install(adb.of(phone.serial), apk, TARGET)


def test_no_apk(adb, tmp_path):
    with pytest.raises(Refused, match="there is no APK.*mobilec bundle"):
        install(adb, tmp_path / "none.apk", TARGET)


def test_the_app_of_another_user_of_the_phone_is_none(adb, plugged):
    phone = plugged(app=Silent(), user="10")
    one = adb.of(phone.serial)
    assert current_user(one) == "10"
    refuse_missing(one, Target(user="10"))
    with pytest.raises(Refused, match="org.other is not on the phone .* its user 10; .*--app-id"):
        refuse_missing(one, Target("org.other", "10"))
