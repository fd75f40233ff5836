"""Model classes of this project, for networks of which transformers has none.

transformers' Auto classes know them from the first call of ``register`` on: importing does nothing.
"""

from transformers import AutoConfig, AutoModelForSeq2SeqLM, PreTrainedModel

from exporters.families.marian_nmt.model import MarianNmtForConditionalGeneration

CLASSES: dict[str, type[PreTrainedModel]] = {
    each.__name__: each for each in (MarianNmtForConditionalGeneration,)
}
"""By the name that config.json has for them. A new one is a family's file and a line here."""


def register() -> None:
    """Makes them known to transformers' Auto classes; again does no harm."""
    for each in CLASSES.values():
        config = each.config_class
        assert config is not None, "a class names its configuration"
        AutoConfig.register(config.model_type, config, exist_ok=True)
        AutoModelForSeq2SeqLM.register(config, each, exist_ok=True)
