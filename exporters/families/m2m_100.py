"""M2M100 and NLLB: BART with computed positions, and a token for each language."""

from dataclasses import replace

from exporters.families import bart
from exporters.families.language import FORCED_FIRST, SOURCE_FIRST, SOURCE_LAST, Form

M2M100 = Form(r"__([a-z]{2,3})__", SOURCE_FIRST, FORCED_FIRST, "en")
NLLB_LEGACY = Form(r"([a-z]{3}_[A-Z][a-z]{3})", SOURCE_LAST, FORCED_FIRST, "eng_Latn")
NLLB = replace(
    NLLB_LEGACY,
    place=SOURCE_FIRST,
    other=(lambda settings: bool(settings.get("legacy_behaviour")), NLLB_LEGACY),
)

FAMILY = replace(
    bart.FAMILY,
    positions_after_padding=True,
    languages=(M2M100, NLLB),
    pieces="nllb",
    named_pieces="m2m_100",
)
