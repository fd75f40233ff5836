"""What a checkpoint has beside its weights, by what it does."""

from pathlib import Path

from transformers import GenerationConfig, PreTrainedConfig, PreTrainedModel

from exporters.errors import Refused
from mobilec.checkpoint.describe import Description, Kind, usable_positions
from mobilec.checkpoint.labels import read_labels
from mobilec.checkpoint.translation.generation import read_generation
from mobilec.checkpoint.translation.languages import ANY, Languages
from mobilec.checkpoint.translation.text import TranslationText, read_text


class Classifier:
    """See ``mobilec.checkpoint.describe.Kind``."""

    labels = staticmethod(read_labels)
    positions = staticmethod(usable_positions)

    def text(self, about: Description, languages: Languages) -> None:
        """None; languages are refused."""
        if languages != ANY:
            raise Refused(
                f"{about.source} does {about.task}: languages and a prefix do nothing there"
            )

    def search(self, folder: Path) -> None:
        """None."""


class Translator:
    """See ``mobilec.checkpoint.describe.Kind``."""

    def labels(self, config: PreTrainedConfig, source: str) -> tuple[str, ...]:  # noqa: ARG002
        """None: its logits are of words."""
        return ()

    def positions(
        self,
        config: PreTrainedConfig,
        of: type[PreTrainedModel],  # noqa: ARG002
        source: str,  # noqa: ARG002
    ) -> int | None:
        """As config.json says it."""
        limit: int | None = getattr(config, "max_position_embeddings", None)
        return limit

    def text(self, about: Description, languages: Languages) -> TranslationText:
        """See ``Kind.text``."""
        return read_text(about.folder, about.config, languages, about.source)

    def search(self, folder: Path) -> GenerationConfig:
        """generation_config.json, or what stands in its place."""
        return read_generation(folder)


CLASSIFIER: Kind = Classifier()
TRANSLATOR: Kind = Translator()
