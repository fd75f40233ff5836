"""The document as lines for people."""

from benchmarks.translation.files import CTRANSLATE2, FLOAT
from benchmarks.translation.task import TARGET_TOKENS


def table(found: dict) -> str:
    """All shapes, one under the other."""
    return "\n\n".join("\n".join(_lines(name, of)) for name, of in found["shapes"].items())


def _lines(name: str, found: dict) -> list[str]:
    lines = [f"{name}: {found['unique_parameters'] / 1e6:.1f} M parameters"]
    lines += [_file(file, facts) for file, facts in found["files"].items()]
    for of, equal in found["equal_to_generate"].items():
        lines.append(f"tokens of {of}: {'those' if equal else 'NOT those'} of generate")
    for of, agreed in found["agreement"].items():
        lines.append(f"{of}: {agreed:.3f} of its tokens are those of {FLOAT}")
    for threads, timed in found["threads"].items():
        lines += [_times(threads, of, timed) for of in timed["latency"]]
    return lines


def _file(name: str, facts: dict) -> str:
    line = f"{name:24} {facts['size_bytes'] / 1e6:7.2f} MB"
    if "wall_s" not in facts:
        return line
    spent = f"{facts['wall_s']:6.1f} s ({facts['cpu_s']:.1f} cpu)"
    return f"{line}  {spent}  peak {facts['peak_bytes'] / 1e9:.2f} GB"


def _times(threads: str, name: str, timed: dict) -> str:
    latency = timed["latency"][name]
    line = (
        f"threads {threads}  {name:18} {latency['median_ms']:8.2f} ms"
        f"  cpu {latency['cpu_median_ms']:8.2f}"
        f"  a token {latency['median_ms'] / TARGET_TOKENS:6.3f}"
    )
    if name not in timed["ratios"]:
        return line
    ratio = timed["ratios"][name][CTRANSLATE2]
    against = ", ".join(f"{figure} {value:.3f}" for figure, value in ratio.items())
    outside = timed["outside"][name]
    return f"{line}  of {CTRANSLATE2}'s: {against}  outside: {outside:.3f}"
