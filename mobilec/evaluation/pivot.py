"""Texts through exported translators that meet in a language, as if they were one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.tasks.names import TRANSLATION
from exporters.text.handling import Handling
from exporters.text.meeting import is_known, is_same_language
from exporters.text.pivot import pivoted
from exporters.text.surrogates import refuse_surrogates
from mobilec.evaluation.opened import opened
from mobilec.evaluation.translate import OpenTranslator, Translated


@dataclass(frozen=True)
class Pivoted:
    """One text with its translation. ``legs``: what each translator made of the whole text, in
    order; the text of the first is what was asked, the translation of the last what was wanted."""

    text: str
    translation: str
    legs: tuple[Translated, ...]

    @property
    def milliseconds(self) -> float:
        """From the text to its translation."""
        return round(sum(leg.milliseconds for leg in self.legs), 3)

    @property
    def cut(self) -> int:
        """How many sentences ended because a program had no room for more tokens."""
        return sum(leg.cut for leg in self.legs)


@dataclass(frozen=True)
class LegProgram:
    """A program that ran: of which bundle, between which languages, with how many beams.
    ``longest_target``: tokens that a sentence's translation has room for."""

    bundle: str
    source_language: str
    target_language: str
    file: str
    format: str
    precision: str
    beams: int
    longest_target: int


@dataclass(frozen=True)
class PivotResult:
    """The answers of translators that meet. ``programs``: in the order in which they ran."""

    programs: tuple[LegProgram, ...]
    answers: tuple[Pivoted, ...]

    def to_json(self) -> dict[str, Any]:
        document = asdict(self)
        for answer, made in zip(document["answers"], self.answers, strict=True):
            answer |= {"milliseconds": made.milliseconds, "cut": made.cut}
        return document


class Pivot:
    """Bundles that translate as one, each with a program loaded."""

    def __init__(
        self, folders: Sequence[Path], format_name: str | None = None, beams: int | None = None
    ) -> None:
        found = [opened(folder, TRANSLATION, format_name) for folder in folders]
        _refuse_apart([bundle for bundle, _ in found])
        self._legs = [OpenTranslator(bundle, file, beams) for bundle, file in found]
        self.programs = tuple(
            _program(bundle, leg) for (bundle, _), leg in zip(found, self._legs, strict=True)
        )

    def translate(self, text: str, handling: Handling | None = None) -> Pivoted:
        """A text of any length, sentence by sentence through every bundle. Raises ``Refused``
        where the text is no Unicode."""
        refuse_surrogates(text, "a text")
        counts = [leg.counting(handling) for leg in self._legs]
        made = pivoted(text, [count.speaker for count in counts])
        legs, read = [], text
        for count, leg in zip(counts, made, strict=True):
            legs.append(count.translated(read, leg.translation, 1000 * leg.seconds))
            read = leg.translation.text
        return Pivoted(text, read, tuple(legs))


def open_pivot(
    folders: Iterable[Path | str], format_name: str | None = None, beams: int | None = None
) -> Pivot:
    """Opens translators of which each reads the language that the one before it writes, and loads
    a program of each: of a format, or its first one.

    ``beams``: as for ``mobilec.open``, of every search. Raises ``Refused`` where they do not meet,
    a bundle does not name its languages, is not whole, does not translate or has not the format.
    """
    return Pivot([Path(folder) for folder in folders], format_name, beams)


def pivot(
    folders: Iterable[Path | str],
    texts: Iterable[str],
    format_name: str | None = None,
    beams: int | None = None,
    heard: Callable[[Pivoted], None] | None = None,
    handling: Handling | None = None,
    keep: bool = True,
) -> PivotResult:
    """Runs each text through translators that meet, as ``mobilec.translate`` does through one.

    Raises ``Refused`` for what ``open_pivot`` and ``mobilec.translate`` refuse.
    """
    chain = open_pivot(folders, format_name, beams)
    answers: list[Pivoted] = []
    for text in texts:
        answer = chain.translate(text, handling)
        if heard:
            heard(answer)
        if keep:
            answers.append(answer)
    return PivotResult(chain.programs, tuple(answers))


def _refuse_apart(bundles: Sequence[Bundle]) -> None:
    """Refuses bundles of which one does not read what the one before it writes."""
    if len(bundles) < 2:
        raise Refused("one translator needs no other to meet; give two bundles, or call translate")
    for bundle in bundles:
        text = bundle.manifest.text
        for code, side, option in (
            (text.source_language, "from", "--source-lang"),
            (text.target_language, "into", "--target-lang"),
        ):
            if not is_known(code):
                raise Refused(
                    f"{bundle.folder} does not name the language that it translates {side}, so "
                    f"nothing says whether it meets another; export it again with {option}"
                )
    for one, other in pairwise(bundles):
        if not _meet(one, other):
            turned = _meet(other, one)
            raise Refused(
                f"{_named(one)}, and {_named(other)}: the second does not read what the first "
                + (
                    f"writes, but they meet the other way round, {other.folder} {one.folder}"
                    if turned
                    else "writes; give bundles of which each reads the language before it"
                )
            )


def _meet(one: Bundle, other: Bundle) -> bool:
    return is_same_language(one.manifest.text.target_language, other.manifest.text.source_language)


def _named(bundle: Bundle) -> str:
    text = bundle.manifest.text
    return f"{bundle.folder} translates {text.source_language} into {text.target_language}"


def _program(bundle: Bundle, leg: OpenTranslator) -> LegProgram:
    text, file, settings = bundle.manifest.text, leg.file, leg.settings
    assert text.source_language and text.target_language, "refused where they are unknown"
    return LegProgram(
        bundle.manifest.name,
        text.source_language,
        text.target_language,
        file.path,
        file.format,
        file.precision,
        settings.num_beams,
        settings.max_length - 1,
    )
