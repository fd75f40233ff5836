"""Every family that is served, by transformers' model type. A new one is a file and a line here."""

from transformers import PreTrainedModel

from exporters.errors import Refused
from exporters.families import (
    albert,
    bart,
    bert,
    deberta_v2,
    distilbert,
    m2m_100,
    marian,
    mbart,
    mobilebert,
    modernbert,
    mpnet,
    roberta,
    t5,
)
from exporters.families.attention import Attends, AttentionMap
from exporters.families.family import ClassifierFamily, Family, TranslatorFamily
from exporters.families.layers import FeedForward, Stack
from exporters.families.marian_nmt import family as marian_nmt

FAMILIES: dict[str, Family] = {
    "bert": bert.FAMILY,
    "distilbert": distilbert.FAMILY,
    "roberta": roberta.FAMILY,
    "xlm-roberta": roberta.FAMILY,
    "electra": bert.FAMILY,
    "albert": albert.FAMILY,
    "mobilebert": mobilebert.FAMILY,
    "mpnet": mpnet.FAMILY,
    "deberta-v2": deberta_v2.FAMILY,
    "modernbert": modernbert.FAMILY,
    "marian": marian.FAMILY,
    "marian_nmt": marian_nmt.FAMILY,
    "bart": bart.FAMILY,
    "mbart": mbart.FAMILY,
    "m2m_100": m2m_100.FAMILY,
    "t5": t5.FAMILY,
    "mt5": t5.FAMILY,
}
"""NLLB is an ``m2m_100``."""

CLASSIFIERS = {name: f for name, f in FAMILIES.items() if isinstance(f, ClassifierFamily)}
TRANSLATORS = {name: f for name, f in FAMILIES.items() if isinstance(f, TranslatorFamily)}


def attentions_of(model: PreTrainedModel) -> tuple[AttentionMap, ...]:
    """The map of a model's attentions. Refused: a family without one, and a model that has none
    where its family has them."""
    family = model.config.model_type
    found = FAMILIES.get(family, Family()).attentions(model)
    if not found:
        raise Refused(
            f"{type(model).__name__} has no attention where the map of the family {family!r} looks "
            "for them; see exporters/families"
        )
    return found


def attends_of(model: PreTrainedModel) -> Attends | str:
    """What a model's attention does beside what its heads say, or why none can take its place."""
    return FAMILIES.get(model.config.model_type, Family()).attends


def stacks_of(model: PreTrainedModel) -> tuple[Stack, ...]:
    """The stacks of layers of a model. Refused: a family that has no map of them."""
    return FAMILIES.get(model.config.model_type, Family()).stacks(model)


def feed_forwards_of(model: PreTrainedModel) -> tuple[FeedForward, ...]:
    """The feed-forward networks of a model, layer by layer. Refused: a family that has no map of
    them."""
    return FAMILIES.get(model.config.model_type, Family()).feed_forwards(model)


def refuse_unserved(model_type: str) -> None:
    """Whether a model type is one of the translators."""
    if model_type not in TRANSLATORS:
        raise Refused(
            f"the translation family {model_type!r} is not served; "
            f"served are {', '.join(TRANSLATORS)}"
        )
