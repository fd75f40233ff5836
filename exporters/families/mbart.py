"""mBART and mBART-50: BART, with a token for each language."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from exporters.families import bart
from exporters.families.language import FORCED_FIRST, SOURCE_FIRST, SOURCE_LAST, START, Form

_CODE = r"([a-z]{2}_[A-Z]{2})"


def is_fifty(settings: Mapping[str, Any]) -> bool:
    """Whether a tokenizer is that of mBART-50, by its settings."""
    return str(settings.get("tokenizer_class", "")).startswith("MBart50")


MBART50 = Form(_CODE, SOURCE_FIRST, FORCED_FIRST, "en_XX")
MBART = Form(_CODE, SOURCE_LAST, START, "en_XX", other=(is_fifty, MBART50))

FAMILY = replace(bart.FAMILY, languages=(MBART,), pieces="mbart")
