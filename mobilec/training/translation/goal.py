"""What a translator's run is for: batches made beforehand, dev loss and chrF on the way."""

from collections.abc import Sequence

from torch.utils.data import SequentialSampler

from mobilec.training.measures import Smoothed
from mobilec.training.trainer import Goal
from mobilec.training.translation.batches import Batch, Batches
from mobilec.training.translation.development import Development
from mobilec.training.translation.options import TranslationOptions

ADAM_BETAS = (0.9, 0.98)
"""Those of Vaswani et al. 2017; with 0.999 the first thousand steps are unsteady."""


def goal(options: TranslationOptions, batches: Batches, development: Development) -> Goal:
    """Batches in their order, a checkpoint and dev figures every ``save_steps``."""
    settings = {
        "max_steps": options.steps,
        "warmup_steps": options.warmup_steps,
        "adam_beta1": ADAM_BETAS[0],
        "adam_beta2": ADAM_BETAS[1],
        "optim": "adamw_torch_fused",
        "per_device_train_batch_size": 1,
        "eval_strategy": "steps",
        "eval_steps": options.save_steps,
        "logging_steps": 50,
        "save_steps": options.save_steps,
        "save_total_limit": options.average + 1,
        "disable_tqdm": True,
    }
    return Goal(
        train=batches,
        dev=batches,
        batch=_only,
        order=lambda _: SequentialSampler(batches),
        settings=settings,
        loss=Smoothed(options.label_smoothing),
        measured=development.measured,
    )


def _only(batches: Sequence[Batch]) -> Batch:
    """The data loader's batch of one is a batch already."""
    (batch,) = batches
    return batch
