"""A folder for any host: everything in it, said once, and whole or not there."""

import gzip
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.apps.options import BundleOptions
from mobilec.bundling.bundle import bundle
from mobilec.reporting.apps import read_app
from mobilec.sizing.size import size
from mobilec.web import site as subject
from mobilec.web.content import Content
from mobilec.web.site import WebBundleResult, with_policy


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def options(translator_bundle: Path, built: Path, tmp_path: Path) -> BundleOptions:
    return BundleOptions((translator_bundle,), built, output=tmp_path / "site")


def _site(options: BundleOptions) -> Path:
    result = bundle(options)
    assert isinstance(result, WebBundleResult)
    return result.site


def test_every_file_that_the_document_names_is_there(options: BundleOptions) -> None:
    site = _site(options)
    document = json.loads((site / "site.json").read_text())
    assert document["run"] is None
    (each,) = document["bundles"]
    for file in each["files"]:
        content = Content.of("x", site / each["path"] / file["path"])
        assert (content.size_bytes, content.sha256) == (file["bytes"], file["sha256"])
    assert not list(site.rglob("*.pte"))


def test_addresses_are_relative_to_wherever_it_lies(options: BundleOptions) -> None:
    document = json.loads((_site(options) / "site.json").read_text())
    paths = [each["path"] for each in document["bundles"]]
    paths += [file["path"] for each in document["bundles"] for file in each["files"]]
    assert not [path for path in paths if path.startswith("/") or ":" in path or ".." in path]


def test_packed_copies_are_of_the_same_content(options: BundleOptions) -> None:
    site = _site(options)
    copies = list(site.rglob("*.gz"))
    assert {"index.html.gz", "index-abc123.js.gz"} <= {copy.name for copy in copies}
    for copy in copies:
        assert gzip.decompress(copy.read_bytes()) == copy.with_suffix("").read_bytes()
        assert copy.stat().st_size < copy.with_suffix("").stat().st_size


def test_the_policy_is_in_the_page_and_in_the_headers(options: BundleOptions) -> None:
    site = _site(options)
    html = (site / "index.html").read_text()
    (policy,) = re.findall(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)" />', html)
    assert "'wasm-unsafe-eval'" in policy and "unsafe-inline" not in policy
    assert html.index("Content-Security-Policy") < html.index("<title>")
    rules = (site / "_headers").read_text()
    assert rules.startswith("/*\n  Content-Security-Policy: default-src 'none'")
    assert "\n  Cross-Origin-Embedder-Policy: require-corp\n" in rules
    assert "/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n" in rules
    assert all(len(line) < 2000 for line in rules.splitlines()), "hosts read no longer lines"
    assert (site / ".nojekyll").is_file()


def test_a_page_that_has_a_policy_keeps_it_and_one_without_a_head_is_refused() -> None:
    own = '<head lang="x"><meta http-equiv="Content-Security-Policy" content="x"></head>'
    assert with_policy(own) == own
    assert with_policy('<HEAD lang="x"></HEAD>').startswith('<HEAD lang="x"><meta http-equiv')
    with pytest.raises(Refused, match="no <head>"):
        with_policy("<p>hi</p>")


def test_it_is_weighed_part_by_part(options: BundleOptions) -> None:
    result = bundle(options)
    assert isinstance(result, WebBundleResult)
    site = result.site
    found = size(site)
    assert found == result.size
    parts = {part.name: part for part in found.parts}
    assert set(parts) == {"page", "scripts", "ONNX Runtime", "models", "tokenizers", "rest"}
    files = [p for p in site.rglob("*") if p.is_file()]
    assert found.file_bytes == sum(p.stat().st_size for p in files)
    hosts = {"_headers", ".nojekyll"}
    plain = [p for p in files if p.suffix != ".gz" and p.name not in hosts]
    assert found.installed_bytes == sum(p.stat().st_size for p in plain)
    assert found.download_bytes < found.installed_bytes
    packed = (site / "assets" / "index-abc123.js.gz").stat().st_size
    assert parts["scripts"].download_bytes == packed
    program = next(site.rglob("*.onnx"))
    inner = program.rglob("*") if program.is_dir() else [program]
    kept = [p for p in inner if p.is_file() and p.suffix != ".gz"]
    assert parts["models"].installed_bytes == sum(p.stat().st_size for p in kept)
    size_file = site.parent / "size.json"
    size_file.write_text(json.dumps(found.to_json()))
    assert [abi.abi for abi in read_app(size_file).abis] == ["browser"]
    assert "packed by gzip" in read_app(size_file).table.caption


def test_a_former_site_is_replaced_and_nothing_else_is(options: BundleOptions) -> None:
    site = _site(options)
    (site / "old.js").write_text("x")
    _site(options)
    assert not (site / "old.js").exists()
    (site / "site.json").unlink()
    with pytest.raises(Refused, match="not made by mobilec"):
        bundle(options)
    assert (site / "index.html").is_file()


def test_what_fails_leaves_what_stood_there(options: BundleOptions, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    site = _site(options)
    before = (site / "site.json").read_bytes()
    monkeypatch.setattr(subject, "_put", full)
    with pytest.raises(OSError, match="No space"):
        bundle(options)
    assert (site / "site.json").read_bytes() == before
    assert [p.name for p in site.parent.iterdir() if "site" in p.name] == ["site"]


def test_without_a_place_it_is_refused(options: BundleOptions) -> None:
    with pytest.raises(Refused, match="-o site/"):
        bundle(replace(options, output=None))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"apk": Path("a.apk")}, "--apk and --abi are Android's"),
        ({"abis": ("x86_64",)}, "--apk and --abi are Android's"),
        ({"engines": ("executorch",)}, "choose from onnx"),
    ],
)
def test_what_is_of_an_app_is_refused(options: BundleOptions, changes: dict, said: str) -> None:
    with pytest.raises(Refused, match=said):
        bundle(replace(options, **changes))
    assert options.output is not None and not options.output.exists()


def test_a_place_for_an_app_is_refused(translator_bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    with pytest.raises(Refused, match="is no page for browsers"):
        bundle(BundleOptions((translator_bundle,), tmp_path / "app", output=tmp_path / "site"))


def test_a_folder_that_is_no_site_has_no_weight(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="or a site that mobilec bundle --app web_demo wrote"):
        size(tmp_path)
