"""What browsers get of a bundle, and by which addresses."""

import hashlib
import json
from pathlib import Path

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from mobilec.apps.placing import open_bundles
from mobilec.web.content import Content, folder_contents, offered, site


def test_manifest_texts_and_the_program_file_by_file(translator_bundle: Path) -> None:
    (each,) = offered(open_bundles([translator_bundle]))
    paths = {content.path.removeprefix(each.path) for content in each.contents}
    manifest = Bundle.open(translator_bundle).manifest
    program = manifest.files[0].path
    inner = {f"{program}/{p.name}" for p in (translator_bundle / program).iterdir()}
    assert paths == {"manifest.json", *(t.path for t in manifest.texts), *inner}
    for content in each.contents:
        assert hashlib.sha256(content.source.read_bytes()).hexdigest() == content.sha256
        assert content.source.stat().st_size == content.size_bytes
    served = next(c for c in each.contents if c.path.endswith("/manifest.json"))
    assert served.source == translator_bundle / "manifest.json", "byte for byte"


def test_the_document_is_the_contracts(translator_bundle: Path) -> None:
    bundles = offered(open_bundles([translator_bundle]))
    document = json.loads(json.dumps(site(bundles, {"api": "api/"})))
    assert document["schema"] == 1 and document["run"] == {"api": "api/"}
    (bundle,) = document["bundles"]
    assert (bundle["name"], bundle["path"]) == ("bundle", "bundles/bundle/")
    assert bundle["files"][0]["path"] == "manifest.json"
    assert set(bundle["files"][0]) == {"path", "bytes", "sha256"}
    assert site(bundles, None)["run"] is None


@pytest.mark.parametrize(
    "path",
    ["a b.json", "a%2e.json", "a#b", "ä.json", "../a", "a/../b", "/a", "a//b", "a\\b", "", "a?b"],
)
def test_an_address_that_hosts_read_otherwise_is_refused(tmp_path: Path, path: str) -> None:
    (tmp_path / "a").write_text("x")
    with pytest.raises(Refused, match="rename it"):
        Content.of(path, tmp_path / "a")


def test_all_files_of_a_page(built: Path) -> None:
    found = folder_contents(built)
    assert [content.path for content in found] == sorted(
        p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()
    )
