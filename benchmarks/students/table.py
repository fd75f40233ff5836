"""The document as lines for people."""

from typing import Any


def table(student: str, found: dict[str, Any]) -> str:
    """One student."""
    lines = [f"{student}: {found['sentences']} sentences of {found['pieces']:.1f} pieces"]
    for name, row in found["contenders"].items():
        started, size = row["started"], found["bytes"].get(name)
        megabytes = "" if size is None else f"  {size / 1e6:6.2f} MB"
        lines.append(
            f"{name:24} {row['mean_ms']:8.2f} ms  {row['of_rust']:5.2f} of Rust's  "
            f"chrF {row['chrF']:5.2f}  BLEU {row['BLEU']:5.2f}  "
            f"first answer {started['cpu_s']:5.2f} s, {started['peak_bytes'] / 1e6:6.1f} MB"
            f"{megabytes}"
        )
    return "\n".join(lines)
