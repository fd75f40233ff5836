"""The hub's side of loading: what is downloaded of a repository, and how each failure reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
)
from huggingface_hub.utils import validate_repo_id

from exporters.errors import Refused

_DESCRIPTION = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "vocab.txt",
    "vocab.json",
    "target_vocab.json",
    "merges.txt",
    "*.spm",
    "*.model",
    "README.md",
)
"""All that says what a model is; never Python files, whose code is not run anyway."""

_SAFETENSORS = ("model.safetensors", "model.safetensors.index.json", "model-*-of-*.safetensors")
_PICKLED = ("pytorch_model.bin", "pytorch_model.bin.index.json", "pytorch_model-*-of-*.bin")


class NotOnHub(Refused):
    """The hub has no such repository, does not show it, or cannot be asked."""


def is_hub_id(name: str) -> bool:
    """Whether ``name`` has the form of a repository id: ``name`` or ``owner/name``."""
    try:
        validate_repo_id(name)
    except HFValidationError:
        return False
    return True


def download_description(name: str) -> Path:
    """The snapshot folder of a repository, with everything in it but the weights.

    HF_HOME, HF_ENDPOINT, HF_TOKEN and HF_HUB_OFFLINE hold; out of reach, a cached snapshot serves,
    even a partial one: few repositories are cached with all these files, and few models need all.
    """
    with _in_our_words(name):
        try:
            return _snapshot(name, None, _DESCRIPTION)
        except LocalEntryNotFoundError as absent:
            partial = getattr(absent, "snapshot_path", None)
            if partial is None:
                raise
            return Path(partial)


def download_weights(name: str, folder: Path) -> None:
    """Brings the weights into a snapshot's ``folder``: pickled ones only where nothing else is."""
    with _in_our_words(name):
        # The folder is named after its commit: weights of a later one would not be this model's.
        _snapshot(name, folder.name, _SAFETENSORS)
        if not any(file for pattern in _SAFETENSORS for file in folder.glob(pattern)):
            _snapshot(name, folder.name, _PICKLED)


def _snapshot(name: str, revision: str | None, patterns: tuple[str, ...]) -> Path:
    return Path(snapshot_download(name, revision=revision, allow_patterns=list(patterns)))


@contextmanager
def _in_our_words(name: str) -> Iterator[None]:
    """Turns the client's errors into refusals."""
    try:
        yield
    except GatedRepoError as gated:
        raise Refused(
            f"{name} is gated: accept its terms on https://huggingface.co/{name}, then log in with "
            f"hf auth login, or set HF_TOKEN"
        ) from gated
    except RepositoryNotFoundError as unknown:
        raise NotOnHub(
            f"there is no folder {name}, and the hub has no such repository that you may see "
            f"(for a private one: hf auth login)"
        ) from unknown
    except LocalEntryNotFoundError as absent:
        raise NotOnHub(
            f"{name} is neither a folder nor whole in the cache, and the hub cannot be reached "
            f"({_reason(absent)}); connect, or give a folder"
        ) from absent
    except (
        Exception
    ) as broken:  # a full disk, a proxy, a server, a line that breaks: no common type
        raise Refused(f"{name} could not be downloaded from the hub: {_reason(broken)}") from broken


def _reason(error: Exception) -> str:
    """The cause where there is one: the hub's own wording takes several lines to come to it."""
    return str(error.__cause__ or error).strip().split("\n")[0]
