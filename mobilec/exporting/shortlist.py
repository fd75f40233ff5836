"""The shortlist of a translator that is exported: which it is, and its file in the bundle."""

from pathlib import Path

from transformers import PreTrainedModel

from exporters.bundle.manifest import TextFile
from exporters.bundle.write import describe_text
from exporters.decode.settings import GenerationSettings
from exporters.text.word_lists import NAME, ROLE, WordLists, write_word_lists
from mobilec.checkpoint.shortlist import lists_of, shortlist_beside
from mobilec.exporting.task_options import AUTO, NONE


def asked_file(asked: str, folder: Path) -> Path | None:
    """That of ``--shortlist``; unasked the one beside the checkpoint in ``folder``, if any."""
    if asked == NONE:
        return None
    return shortlist_beside(folder) if asked == AUTO else Path(asked)


def in_words(asked: str, folder: Path) -> str:
    """For a plan."""
    file = asked_file(asked, folder)
    return NONE if file is None else "the model's own" if asked == AUTO else asked


def lists_for(
    asked: str, folder: Path, model: PreTrainedModel, settings: GenerationSettings
) -> WordLists | None:
    """For a search; its ends and what it forces may always come. None where there is no file."""
    file = asked_file(asked, folder)
    if file is None:
        return None
    forced = () if settings.forced_bos is None else (settings.forced_bos,)
    return lists_of(file, model, (*settings.eos_ids, *forced, *settings.forced_eos))


def write_lists(lists: WordLists | None, folder: Path) -> tuple[TextFile, ...]:
    """Into the bundle; the entry of the manifest, if there is anything."""
    if lists is None:
        return ()
    (folder / NAME).write_bytes(write_word_lists(lists))
    return (describe_text(folder / NAME, ROLE),)
