"""What an export is asked for of one task alone."""

from dataclasses import dataclass, field, fields
from typing import Any

from exporters.errors import Refused
from exporters.text.surrogates import refuse_surrogates
from mobilec.checkpoint.translation.languages import Languages

_FLAG = "flag"
AUTO, NONE = "auto", "none"
"""Of ``--shortlist``: what comes with the model, and nothing."""


def _option(flag: str, unasked: Any = None) -> Any:
    """A field with its name on the command line."""
    return field(default=unasked, metadata={_FLAG: flag})


@dataclass(frozen=True)
class TranslationOptions:
    """What an export of a translator is asked for.

    ``beams``: the most beams of a search; None is what the checkpoint's generation_config.json
    says. ``max_target``: the longest translation in tokens; None is what
    ``mobilec.evaluation.encoding.longest_translation`` says. ``source_language``,
    ``target_language``: codes, where the model knows several. ``prefix``: what stands before each
    text. ``least_agreement``: the least share of tokens that are PyTorch's on the goldens, where a
    model needs another limit than its kind. ``standalone``: a .pte looks word vectors up itself,
    with their table in it twice. ``shortlist``: a file of which target words a sentence may become
    (Marian's, or by ``mobilec shortlist``); auto is the model's own, none is none.
    """

    beams: int | None = _option("--beams")
    max_target: int | None = _option("--max-target")
    source_language: str | None = _option("--source-lang")
    target_language: str | None = _option("--target-lang")
    prefix: str | None = _option("--prefix")
    least_agreement: float | None = _option("--min-agreement")
    standalone: bool = _option("--standalone", False)
    shortlist: str = _option("--shortlist", AUTO)

    def __post_init__(self) -> None:
        for flag, count in (("--beams", self.beams), ("--max-target", self.max_target)):
            if count is not None and count < 1:
                raise Refused(f"{flag} {count}: the least is 1")
        refuse_no_share("--min-agreement", self.least_agreement)
        refuse_surrogates(self.prefix or "", "--prefix")

    @property
    def languages(self) -> Languages:
        """What was asked of languages, as the checkpoint's door takes it."""
        return Languages(self.source_language, self.target_language, self.prefix)


@dataclass(frozen=True)
class ClassificationOptions:
    """What an export of a classifier is asked for.

    ``pairs``: the model labels a text and its pair; where the data of the export has pairs, it does
    without being told.
    """

    pairs: bool = _option("--pairs", False)


def asked_for(options: TranslationOptions | ClassificationOptions) -> list[str]:
    """The flags of all that is not as it is unasked."""
    known = fields(options)
    return [each.metadata[_FLAG] for each in known if getattr(options, each.name) != each.default]


def refuse_no_share(flag: str, value: float | None) -> None:
    """Refuses what is no share between 0 and 1; None is unasked."""
    if value is not None and not 0 < value < 1:
        raise Refused(f"{flag} {value}: give a share, 0.2 for a fifth")
