"""A kill in the middle of a run, whatever it is for."""

from collections.abc import Callable

import pytest

from mobilec.training.trainer import GoalTrainer


@pytest.fixture
def killed_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes the trainer die in a given step of this process, as a kill would."""

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
