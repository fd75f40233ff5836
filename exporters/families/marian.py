"""Marian: BART, with a vocabulary for each side; OPUS-MT's models of several languages."""

from dataclasses import replace

from exporters.families import bart
from exporters.families.language import IN_SOURCE, TARGET_FIRST, Form

MARIAN = Form(r">>(.+)<<", TARGET_FIRST, IN_SOURCE, "")

FAMILY = replace(bart.FAMILY, languages=(MARIAN,))
