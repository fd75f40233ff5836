"""Which of the two systems an app is for."""

import pytest

from exporters.errors import Refused
from mobilec.android.package import Entry, write_package
from mobilec.android.size import AppSize
from mobilec.ios.size import IosAppSize
from mobilec.sizing.size import size
from tests.mobilec.ios.making import app_files, write_app, write_ipa


def test_by_the_name_of_the_file(tmp_path):
    write_package(iter([Entry("AndroidManifest.xml", b"<manifest/>", False)]), tmp_path / "a.apk")
    app = write_app(tmp_path / "Demo.app", app_files())
    assert isinstance(size(tmp_path / "a.apk"), AppSize)
    assert isinstance(size(app), IosAppSize)
    assert isinstance(size(write_ipa(tmp_path / "Demo.ipa", app)), IosAppSize)


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(Refused, match=r"the folder X\.app that Xcode builds"):
        size(tmp_path)
