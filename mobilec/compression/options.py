"""What `mobilec compress` is asked for."""

from dataclasses import dataclass
from pathlib import Path

from mobilec.checkpoint.translation.languages import Languages


@dataclass(frozen=True)
class CompressOptions:
    """What `mobilec compress` is asked for.

    ``model``: hub id, folder or shipped name. ``recipe``: a YAML file, or a shipped recipe.
    ``output``: the folder of the smaller model. ``overwrite``: also where one stands there.
    ``task``: as manifests name it, or auto, which asks the checkpoint. ``seed``: of everything that
    is drawn at random.

    ``data``: texts that ranks, activations and words are chosen by: labelled or plain ones, of a
    translator pairs. ``evaluation``: what the model is measured on before and after. ``train``:
    what ``finetune`` learns from where its step does not say: a file, or an id of ``datasets``; it
    measures itself on ``evaluation`` then. ``source_language``, ``target_language``, ``prefix``: as
    in ``TranslationOptions``.
    """

    model: str
    recipe: str | Path
    output: Path = Path("compressed")
    task: str = "auto"
    data: Path | None = None
    train: str | None = None
    evaluation: Path | None = None
    source_language: str | None = None
    target_language: str | None = None
    prefix: str | None = None
    seed: int = 0
    overwrite: bool = False

    @property
    def languages(self) -> Languages:
        """As the checkpoint's door takes them."""
        return Languages(self.source_language, self.target_language, self.prefix)

    @property
    def work(self) -> Path:
        """Where a killed run finds what it had."""
        return self.output.with_name(self.output.name + ".work")
