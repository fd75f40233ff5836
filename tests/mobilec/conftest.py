"""One tiny translator on disk, data that fits it, a finished bundle of it; a kill in a run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import translation_models

SOURCES = (
    "we go on up to an inn",
    "he is at it",
    "so do i",
    "if it is so, go in",
    "an ox is in my way",
    "do as we do",
)
BEAMS = 2


@pytest.fixture(scope="session")
def translator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint folder with a Marian."""
    folder = tmp_path_factory.mktemp("translator") / "tiny-marian"
    return translation_models.save("marian", folder, num_beams=BEAMS)


@pytest.fixture(scope="session")
def parallel(translator: Path) -> Path:
    """FILE,FILE of which the second is what that model says, so that its chrF is 100."""
    from mobilec.checkpoint.load import load
    from mobilec.evaluation.translating import Texts, Translating

    checkpoint = load(translator)
    assert checkpoint.text is not None
    texts = Texts(checkpoint.text.words, 16, None)
    answer = Translating(texts, checkpoint.text.settings).original(checkpoint)
    files = {"dev.aa": SOURCES, "dev.bb": [answer(source).text or "-" for source in SOURCES]}
    for name, lines in files.items():
        (translator.parent / name).write_text("".join(f"{line}\n" for line in lines))
    return Path(",".join(str(translator.parent / name) for name in files))


@pytest.fixture(scope="session")
def translator_bundle(
    translator: Path, parallel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Its int8 .onnx, evaluated on that data, as the command writes it."""
    pytest.importorskip("onnxruntime")
    from typer.testing import CliRunner

    from mobilec.cli.main import app

    folder = tmp_path_factory.mktemp("translated") / "bundle"
    words = [
        *("export", translator, "--target", "onnx", "--max-length", "8,40"),
        *("--eval", parallel, "--max-drop", "0.6", "-o", folder, "--json"),
    ]
    done = CliRunner().invoke(app, [str(word) for word in words])
    assert done.exit_code == 0, done.stderr
    return folder


@pytest.fixture
def killed_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the trainer die in a given step of this process, as a kill would."""
    from mobilec.training.trainer import GoalTrainer

    def kill(step: int) -> None:
        taken = 0
        take = GoalTrainer.training_step

        def training_step(trainer, *arguments):
            nonlocal taken
            taken += 1
            if taken == step:
                raise KeyboardInterrupt
            return take(trainer, *arguments)

        monkeypatch.setattr(GoalTrainer, "training_step", training_step)

    return kill
