"""The languages of a many-to-many translator: which it has, and which are meant."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from exporters.errors import Refused
from exporters.families.language import IN_SOURCE, TARGET_FIRST, Form
from exporters.families.registry import TRANSLATORS
from mobilec.checkpoint.translation.languages import Languages


@dataclass(frozen=True)
class Codes:
    """The languages of one tokenizer: code to (token, id)."""

    form: Form
    tokens: dict[str, tuple[str, int]]

    def find(self, asked: str, side: str, source: str) -> str:
        """The model's code for what was asked: the same, or the only one that begins with it."""
        if asked in self.tokens:
            return asked
        begun = [code for code in self.tokens if code.startswith(f"{asked}_")]
        if len(begun) == 1:
            return begun[0]
        near = begun or get_close_matches(asked, self.tokens, n=8, cutoff=0.3)
        raise Refused(
            f"{source} has no {side} language {asked!r}; nearest are {_listed(near or self.tokens)}"
        )


def forms(model_type: str) -> tuple[Form, ...]:
    """How such a model may name languages; none where tokens do not name them."""
    family = TRANSLATORS.get(model_type)
    return () if family is None else family.languages


def find_codes(
    model_type: str, vocabulary: Mapping[str, int], settings: Mapping[str, Any]
) -> Codes | None:
    """The languages that a tokenizer has tokens for; None where it has none."""
    for form in forms(model_type):
        matches = ((re.fullmatch(form.pattern, token), id) for token, id in vocabulary.items())
        tokens = {found[1]: (found[0], id) for found, id in matches if found}
        if tokens:
            return Codes(_variant(form, settings), dict(sorted(tokens.items())))
    return None


def _variant(form: Form, settings: Mapping[str, Any]) -> Form:
    is_other, other = form.other or (None, form)
    return other if is_other is not None and is_other(settings) else form


def choose(
    codes: Codes, asked: Languages, settings: Mapping[str, Any], told: bool, source: str
) -> tuple[str | None, str | None]:
    """Codes of the source and target language.

    ``settings``: of the tokenizer. ``told``: whether the checkpoint's own generation settings name
    the target language; without that, and without one that was asked for, nobody knows it.
    """
    return _source(codes, asked, settings, source), _target(codes, asked, settings, told, source)


def _source(codes: Codes, asked: Languages, settings: Mapping[str, Any], source: str) -> str | None:
    wanted: str | None = asked.source or settings.get("src_lang") or settings.get("source_lang")
    if codes.form.place == TARGET_FIRST:
        return wanted
    return codes.find(wanted or codes.form.default, "source", source)


def _target(
    codes: Codes, asked: Languages, settings: Mapping[str, Any], told: bool, source: str
) -> str | None:
    own = settings.get("tgt_lang") if codes.form.tells != IN_SOURCE else None
    if wanted := asked.target or own:
        return codes.find(wanted, "target", source)
    if told:
        return None
    if len(codes.tokens) == 1:
        return next(iter(codes.tokens))
    raise Refused(
        f"{source} translates into {len(codes.tokens)} languages and was given none; name one with "
        f"--target-lang: {_listed(codes.tokens)}"
    )


def _listed(codes: Any) -> str:
    names = list(codes)
    shown = ", ".join(names[:12])
    return f"{shown} and {len(names) - 12} more" if len(names) > 12 else shown
