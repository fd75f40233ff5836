"""What a JVM leaves among its temporary files goes with it."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.android_demo import maven


@pytest.mark.skipif(bool(maven.lacking()), reason=maven.lacking())
def test_a_jvm_has_a_temporary_folder_that_is_removed(monkeypatch) -> None:
    monkeypatch.setenv("JDK_JAVA_OPTIONS", "-Dmobilec.own=kept")
    words = ["java", "-XshowSettings:properties", "-version"]
    with maven.environment() as settings:
        said = subprocess.run(words, capture_output=True, text=True, env=settings).stderr
        folder = Path(re.search(r"java\.io\.tmpdir = (.+)", said)[1])
        assert folder.is_dir() and folder.name.startswith("jvm-")
        (folder / "left").write_text("behind")
    assert "mobilec.own = kept" in said
    assert not folder.exists()
