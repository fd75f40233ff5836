"""A site of a small page and one bundle."""

from pathlib import Path

import pytest

pytest.importorskip("starlette")

from exporters.progress import Silent
from mobilec.apps.placing import open_bundles
from mobilec.serving.files import Files
from mobilec.serving.options import ReachOptions
from mobilec.serving.serve import files_of
from tests.mobilec.web.conftest import write_page


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return write_page(tmp_path / "page")


@pytest.fixture
def files(page: Path, translator_bundle: Path, tmp_path: Path, monkeypatch) -> Files:
    """As they are served in a network, where they are packed."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    reach = ReachOptions(lan=True, app=page)
    return files_of(open_bundles([translator_bundle]), reach, Silent(), {"api": "api/"})
