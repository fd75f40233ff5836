"""What a student learns from a teacher: its answers, softened, and what its layers hold.

    L_soft = T^2 KL(softmax(z_t / T) || softmax(z_s / T))
    L_hidden = mean_i | W h_s,i / |W h_s,i| - h_t,I(i) / |h_t,I(i)| |^2

(Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network, 2015, section 2; Sun et
al., Patient Knowledge Distillation for BERT Model Compression, EMNLP 2019, equation 7, of the
first token, with the maps `skip` and `last` of section 3.2. Of a translator it is of every token
of both stacks, their last layers too. W is learnt where a student is of another width than its
teacher, as in TinyBERT, Jiao et al. 2020, equation 8, and 1 elsewhere.)
"""

from collections.abc import Sequence

import torch
from torch.nn import functional

SKIP, LAST = "skip", "last"
MAPS = (SKIP, LAST)


def soft_targets(
    student: torch.Tensor, teacher: torch.Tensor, temperature: float, counts: torch.Tensor
) -> torch.Tensor:
    """The mean of L_soft over the answers that ``counts`` (...) has; logits are (..., labels)."""
    said = functional.log_softmax(student.float() / temperature, dim=-1)
    wanted = functional.log_softmax(teacher.float() / temperature, dim=-1)
    each = functional.kl_div(said, wanted, reduction="none", log_target=True).sum(-1)
    return temperature**2 * (each * counts).sum() / counts.sum().clamp(min=1)


def patient(
    student: Sequence[torch.Tensor], teacher: Sequence[torch.Tensor], counts: torch.Tensor
) -> torch.Tensor:
    """L_hidden of hidden states (..., width), layer by layer, the mean over what ``counts`` (...)
    has."""
    pairs = zip(student, teacher, strict=True)
    apart = [functional.normalize(s, dim=-1) - functional.normalize(t, dim=-1) for s, t in pairs]
    total = counts.sum().clamp(min=1)
    return torch.stack([(a.square().sum(-1) * counts).sum() / total for a in apart]).mean()


def layer_map(student: int, teacher: int, which: str, whole: bool = False) -> list[tuple[int, int]]:
    """Layers that are held against each other, from 1 on: all of the student but its last, which
    its answers teach; ``whole``: that too. ``skip``: every so many of the teacher's; ``last``:
    those before its last."""
    ends = student + 1 if whole else student
    if which == SKIP:
        return [(at, at * teacher // student) for at in range(1, ends)]
    return [(at, teacher - student + at) for at in range(1, ends)]
