"""The folder where the app and adb meet, on versions of Android that rule it differently."""

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.adb.place import named_by_app
from mobilec.benchmarking.adb.target import Target
from tests.mobilec.benchmarking.adb.standin.apps import Silent
from tests.mobilec.benchmarking.adb.standin.storage import APP, SHELL, Storage

PACKAGE = "dev.mobilec.demo"
STORAGE = "/storage/emulated/0/Android"
MEDIA, DATA = f"{STORAGE}/media/{PACKAGE}", f"{STORAGE}/data/{PACKAGE}/files"


@pytest.mark.parametrize(("api", "home"), [(26, DATA), (29, MEDIA), (30, MEDIA), (34, MEDIA)])
@pytest.mark.parametrize("hushed", [False, True])
def test_the_app_names_it_by_the_log_or_by_a_file(adb, plugged, api, home, hushed):
    phone = plugged(app=Silent(), api=api, hushed=hushed, returns=True)
    found = named_by_app(adb.of(phone.serial), Target())
    assert str(found.home) == home
    assert not list(phone.phone.path(str(found.runs)).iterdir())


def test_a_folder_that_adb_may_not_read_is_refused_before_anything_is_pushed(adb, plugged):
    phone = plugged(app=Silent(), api=30, home=DATA)
    with pytest.raises(Refused, match=f"wrote into {DATA}, and adb's shell may not read there"):
        named_by_app(adb.of(phone.serial), Target())


def test_a_folder_that_the_app_cannot_write(adb, plugged):
    phone = plugged(app=Silent(), home="/storage/emulated/0/Download")
    with pytest.raises(Refused, match="does not get ready: no folder takes a file.*Download"):
        named_by_app(adb.of(phone.serial), Target())


def test_another_user_of_the_phone(adb, plugged):
    phone = plugged(app=Silent(), user="10")
    with pytest.raises(Refused, match="user 10 and wrote into .*emulated/10.*switch-user 0"):
        named_by_app(adb.of(phone.serial), Target(user="10"))


def test_an_app_of_before(adb, plugged):
    phone = plugged(app=Silent(), old_app=True)
    with pytest.raises(Refused, match="older than this mobilec: install it anew with --apk"):
        named_by_app(adb.of(phone.serial), Target())


def test_an_app_that_does_not_answer(adb, plugged):
    phone = plugged(app=Silent(), old_app=True, hushed=True)
    with pytest.raises(Refused, match="within 6 s neither its log nor a file told"):
        named_by_app(adb.of(phone.serial), Target())


def test_an_activity_that_is_not_there(adb, plugged):
    phone = plugged(app=Silent())
    with pytest.raises(Refused, match="did not start: Error: Activity class.*--apk"):
        named_by_app(adb.of(phone.serial), Target("org.other"))


@pytest.mark.parametrize(
    ("api", "shell_first", "shell", "app"),
    [
        (26, True, True, True),
        (29, True, True, True),
        (30, False, False, True),
        (34, False, True, True),
        (34, True, True, False),
    ],
)
def test_what_the_stand_in_holds_of_android_data(api, shell_first, shell, app):
    """The rules that a constant path would break: the shell made the tree before the app ran."""
    storage = Storage(api, PACKAGE)
    folder = f"{DATA}/bundles"
    if shell_first:
        storage.made(SHELL, folder)
    else:
        storage.home()
        storage.prepared = True
        storage.made(SHELL, folder)
    assert storage.may(SHELL, f"/sdcard/Android/data/{PACKAGE}/files/bundles/x") == shell
    assert storage.may(APP, f"{folder}/x") == app
    assert storage.may(APP, f"{MEDIA}/bundles/x")
    assert not storage.may(SHELL, f"/data/user/0/{PACKAGE}/files/x")
