"""The hub's failures, each in one message; no test leaves this machine."""

import json
from pathlib import Path
from typing import Any

import pytest
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    IncompleteSnapshotError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
)

from exporters.errors import Refused
from mobilec.checkpoint import hub
from mobilec.checkpoint.hub import NotOnHub, download_description, download_weights, is_hub_id


def answer(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def download(*_args: Any, **_options: Any) -> str:
        raise error

    monkeypatch.setattr(hub, "snapshot_download", download)


def http(of: type[HfHubHTTPError], message: str) -> HfHubHTTPError:
    """An error as the hub's client raises it; the response that it carries is not looked at."""
    error = of.__new__(of)
    Exception.__init__(error, message)
    return error


def test_forms_of_ids() -> None:
    assert is_hub_id("distilbert-base-uncased") and is_hub_id("Helsinki-NLP/opus-mt-en-de")
    assert not is_hub_id("./folder") and not is_hub_id("a/b/c") and not is_hub_id("a b")


def test_unknown_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, http(RepositoryNotFoundError, "404"))
    with pytest.raises(NotOnHub, match="there is no folder no/such, and the hub has no such repo"):
        download_description("no/such")


def test_gated_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, http(GatedRepoError, "403"))
    with pytest.raises(Refused, match="owner/gated is gated: accept its terms on https://hugging"):
        download_description("owner/gated")


def test_hub_out_of_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = LocalEntryNotFoundError("a wordy message\nof several lines")
    absent.__cause__ = OSError("Name or service not known")
    answer(monkeypatch, absent)
    with pytest.raises(
        Refused, match=r"cannot be reached \(Name or service not known\)"
    ) as refused:
        download_description("owner/name")
    assert "\n" not in str(refused.value)


def test_server_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, http(HfHubHTTPError, "503 Server Error"))
    with pytest.raises(Refused, match="owner/name could not be downloaded.*503"):
        download_description("owner/name")


@pytest.mark.parametrize("of", [OSError, Exception])
def test_download_that_breaks_off(monkeypatch: pytest.MonkeyPatch, of: type[Exception]) -> None:
    answer(monkeypatch, of("No space left on device"))
    with pytest.raises(Refused, match="owner/name could not be downloaded.*No space left"):
        download_weights("owner/name", Path("snapshot"))


def test_part_of_a_snapshot_serves(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer(monkeypatch, IncompleteSnapshotError("README.md is missing", str(tmp_path)))
    assert download_description("owner/name") == tmp_path


def test_pickles_are_fetched_only_where_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[str] = []

    def download(_name: str, revision: str, allow_patterns: list[str]) -> str:
        assert revision == tmp_path.name
        asked.append(allow_patterns[0])
        return str(tmp_path)

    monkeypatch.setattr(hub, "snapshot_download", download)
    download_weights("owner/name", tmp_path)
    assert asked == ["model.safetensors", "pytorch_model.bin"]
    (tmp_path / "model-00001-of-00002.safetensors").touch()
    download_weights("owner/name", tmp_path)
    assert asked[2:] == ["model.safetensors"]


def test_cached_snapshot_serves_offline(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The client's own cache, laid out by hand: refs name the commit, snapshots hold its files."""
    repository = tmp_path / "models--owner--name"
    snapshot = repository / "snapshots" / ("0" * 40)
    snapshot.mkdir(parents=True)
    (snapshot / "config.json").write_text(json.dumps({"model_type": "bert"}))
    (repository / "refs").mkdir()
    (repository / "refs/main").write_text("0" * 40)
    real = hub.snapshot_download

    def offline(name: str, **options: Any) -> str:
        return real(name, cache_dir=tmp_path, local_files_only=True, **options)

    monkeypatch.setattr(hub, "snapshot_download", offline)
    assert download_description("owner/name") == snapshot
    with pytest.raises(Refused, match="owner/other is neither a folder nor whole in the cache"):
        download_description("owner/other")


def test_weights_that_are_not_in_the_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer(monkeypatch, IncompleteSnapshotError("model.safetensors is missing", str(tmp_path)))
    with pytest.raises(Refused, match="owner/name is neither a folder nor whole in the cache"):
        download_weights("owner/name", tmp_path)
