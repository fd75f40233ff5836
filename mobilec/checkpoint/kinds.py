"""What a checkpoint has beside its weights, by what it does."""

from exporters.errors import Refused
from mobilec.checkpoint.describe import Description, Kind, usable_positions
from mobilec.checkpoint.labels import read_labels
from mobilec.checkpoint.translation.generation import read_generation
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.checkpoint.translation.text import TranslationText, read_text


def _no_text(about: Description, languages: Languages) -> None:
    if languages != ANY:
        raise Refused(f"{about.source} does {about.task}: languages and a prefix do nothing there")


def _translation(about: Description, languages: Languages) -> TranslationText:
    return read_text(about.folder, about.config, languages, about.source)


CLASSIFIER = Kind(
    labels=read_labels,
    positions=usable_positions,
    text=_no_text,
    search=lambda _: None,
)
TRANSLATOR = Kind(
    labels=lambda config, source: (),  # noqa: ARG005
    positions=lambda config, of, source: getattr(config, "max_position_embeddings", None),  # noqa: ARG005
    text=_translation,
    search=read_generation,
)
