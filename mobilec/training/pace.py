"""How fast this machine trains in bfloat16, beside float32: some steps of one layer, measured.

A processor without an instruction for bfloat16 takes many times as long in it, and some steps of
one layer tell as much as whole steps of a recipe (benchmarks/README.md, "training in bfloat16").
"""

import platform
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import torch
from torch.nn import functional
from transformers.utils import is_torch_bf16_gpu_available

ROWS, LENGTH, WIDTH, INNER, HEADS = 8, 16, 256, 512, 4
"""Sentences, their tokens, and a layer of a small encoder's shape."""
ROUNDS, LEAST_ROUNDS, BUDGET_S = 5, 2, 0.5
"""A round is a step of each arithmetic; after ``BUDGET_S`` no further one begins."""
_NATIVE = ("avx512_bf16", "amx_bf16", "avx10_2", "bf16", "sve_bf16")
"""What ``torch.cpu.get_capabilities`` calls the instructions, on x86 and on ARM."""

Step = Callable[[bool], None]


@dataclass(frozen=True)
class Here:
    """The machine that this process runs on: its GPU, where it has one, and its processor
    otherwise, as the Trainer chooses. ``float32_attention``: see ``attention_of``.
    """

    float32_attention: bool = False

    @property
    def name(self) -> str:
        if torch.cuda.is_available():
            return torch.cuda.get_device_name()
        if (gpu := torch.accelerator.current_accelerator(check_available=True)) is not None:
            return gpu.type
        known = torch.cpu.get_capabilities().get("cpu_name")
        return str(known or platform.processor() or platform.machine())

    @property
    def has_bf16(self) -> bool:
        if torch.cuda.is_available():
            return torch.cuda.is_bf16_supported(including_emulation=False)
        if torch.accelerator.is_available():
            return is_torch_bf16_gpu_available()
        known = torch.cpu.get_capabilities()
        return any(known.get(name, False) for name in _NATIVE)

    @property
    def bf16_time(self) -> float:
        return _bf16_time(self.float32_attention)


@cache
def _bf16_time(float32_attention: bool) -> float:
    """The median step in bf16 over that in float32; one answer a process.

    Steps alternate, so that what else the machine does slows both alike.
    """
    gpu = torch.accelerator.current_accelerator(check_available=True)
    device = gpu or torch.device("cpu")
    step = _layer(device, float32_attention)
    with _one_thread():
        rounds = list(_rounds(step, device))
    in_fp32, in_bf16 = (statistics.median(each) for each in zip(*rounds, strict=True))
    return in_bf16 / in_fp32


@contextmanager
def _one_thread() -> Iterator[None]:
    """Threads wait for each other, so where anybody else has a core, two of them measure how often
    they were kept waiting: a ratio of 2 to 5 instead of 8 to 12, and four times the time."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)


def _rounds(step: Step, device: torch.device) -> Iterator[tuple[float, float]]:
    """Seconds in float32 and in bf16, after a step of each that is not counted: the first one
    prepares its kernels."""
    begun = time.perf_counter()
    for number in range(ROUNDS + 1):
        late = time.perf_counter() - begun > BUDGET_S
        if number > LEAST_ROUNDS and late:
            return
        seconds = _seconds(step, False, device), _seconds(step, True, device)
        if number:
            yield seconds


def _seconds(step: Step, in_bf16: bool, device: torch.device) -> float:
    begun = time.perf_counter()
    step(in_bf16)
    if device.type != "cpu":
        torch.accelerator.synchronize(device)
    return time.perf_counter() - begun


def _layer(device: torch.device, float32_attention: bool) -> Step:
    """A forward and a backward pass through one post-norm layer, as the Trainer does them: weights
    in float32, products under autocast. Its numbers leave the random state of the run alone."""
    generator = torch.Generator().manual_seed(0)

    def numbers(*sizes: int) -> torch.Tensor:
        return torch.randn(sizes, generator=generator).to(device)

    sizes = ((3 * WIDTH, WIDTH), (WIDTH, WIDTH), (INNER, WIDTH), (WIDTH, INNER))
    weights = [(numbers(*size) / size[1] ** 0.5).requires_grad_() for size in sizes]
    states = numbers(ROWS, LENGTH, WIDTH)

    def step(in_bf16: bool) -> None:
        with torch.autocast(device.type, torch.bfloat16, enabled=in_bf16):
            loss = _passed(states, weights, float32_attention).float().square().mean()
        torch.autograd.grad(loss, weights)

    return step


def _passed(
    states: torch.Tensor, weights: list[torch.Tensor], float32_attention: bool
) -> torch.Tensor:
    """(ROWS, LENGTH, WIDTH) to the same. ``float32_attention``: as ``mobilec train translate`` has
    it; the backward pass of attention in bf16 is what some processors are slowest at."""
    joined, out, up, down = weights
    split = functional.linear(states, joined).view(ROWS, LENGTH, 3, HEADS, -1)
    heads = split.permute(2, 0, 3, 1, 4)
    if float32_attention:
        with torch.autocast(states.device.type, enabled=False):
            seen = functional.scaled_dot_product_attention(*heads.float())
    else:
        seen = functional.scaled_dot_product_attention(*heads)
    mixed = functional.linear(seen.transpose(1, 2).reshape(states.shape), out)
    inner = functional.layer_norm(states + mixed, (WIDTH,))
    fed = functional.linear(functional.gelu(functional.linear(inner, up)), down)
    return functional.layer_norm(inner + fed, (WIDTH,))
