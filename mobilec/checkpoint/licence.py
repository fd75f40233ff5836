"""The licence that a checkpoint's model card states."""

from pathlib import Path

from huggingface_hub import ModelCard


def read_licence(folder: Path) -> str | None:
    """``license`` of README.md's front matter (``license_name`` where it is "other").

    None where no card says it, or where the front matter cannot be read: the licence is passed
    on, nothing depends on it.
    """
    file = folder / "README.md"
    if not file.is_file():
        return None
    try:
        card = ModelCard(file.read_text(encoding="utf-8"), ignore_metadata_errors=True).data
    except Exception:  # YAML errors and wrong types, each with an error of its own
        return None
    licence = card.get("license")
    return _as_text(card.get("license_name") if licence == "other" else licence)


def _as_text(licence: object) -> str | None:
    """A name, or several. What is neither (a mapping, a number) names no licence."""
    names = licence if isinstance(licence, list) else [licence]
    known = [name.strip() for name in names if isinstance(name, str) and name.strip()]
    return ", ".join(known) if known and len(known) == len(names) else None
