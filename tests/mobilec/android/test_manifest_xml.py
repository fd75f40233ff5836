"""The merged manifest has what Gradle's plugin would add, and what the source says."""

from pathlib import Path
from xml.etree import ElementTree

from mobilec.android.app import read_app
from mobilec.android.manifest_xml import merged_manifest
from tests.mobilec.android.tiny_app import write_app

ANDROID = "{http://schemas.android.com/apk/res/android}"


def test_package_placeholders_and_libraries(tmp_path: Path) -> None:
    root = ElementTree.fromstring(merged_manifest(read_app(write_app(tmp_path))))
    assert root.get("package") == "org.example.app"
    application = root.find("application")
    assert application is not None
    assert application.get(f"{ANDROID}extractNativeLibs") == "false"
    provider = application.find("provider")
    assert provider is not None
    assert provider.get(f"{ANDROID}authorities") == "org.example.tiny.files"


def test_what_the_source_says_stays(tmp_path: Path) -> None:
    source = write_app(tmp_path) / "app" / "src" / "main" / "AndroidManifest.xml"
    said = source.read_text().replace(
        "<application ", '<application android:extractNativeLibs="true" '
    )
    source.write_text(said)
    assert 'extractNativeLibs="true"' in merged_manifest(read_app(tmp_path))
