"""mBART and mBART-50: BART, with a token for each language."""

from dataclasses import replace

from exporters.families import bart
from exporters.families.language import FORCED_FIRST, SOURCE_FIRST, SOURCE_LAST, START, Form

MBART = Form(r"([a-z]{2}_[A-Z]{2})", SOURCE_LAST, START, "en_XX")
MBART50 = Form(MBART.pattern, SOURCE_FIRST, FORCED_FIRST, MBART.default)

FAMILY = replace(bart.FAMILY, languages=(MBART,), pieces="mbart")
