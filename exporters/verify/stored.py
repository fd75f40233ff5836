"""Gate: nothing is stored twice but what was asked for, and constants take at most 5 % more bytes
than the unique parameters need."""

from collections import defaultdict

from exporters.reading import StoredTensor
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

EXCESS = 1.05
"""Stored bytes may be this often what the constants take when each stands once."""
NOTICEABLE_BYTES = 1024
"""Smaller tensors may be equal by chance: layer norms that were never trained are."""


def check(subject: Subject) -> Finding:
    """Total bytes of constants, and equal tensors that are stored again, but for those that the
    manifest says are stored twice on purpose."""
    tensors, ideal = subject.reading.tensors, subject.file.ideal_bytes
    stored = sum(t.size_bytes for t in tensors)
    twice = duplicates(tensors)
    again = sum(t.size_bytes for group in twice for t in group[1:])
    times = stored / ideal if ideal else 0.0
    message = f"{stored} bytes of constants where {ideal} are needed ({times:.3f} times)"
    if twice:
        names = "; ".join(" = ".join(t.name for t in group) for group in twice[:3])
        message += f"; stored more than once: {names} ({again} bytes)"
    allowed = sum(entry.size_bytes for entry in subject.file.again)
    for entry in subject.file.again:
        message += f"; {entry.name} is stored twice on purpose ({entry.reason})"
    figures = {
        "stored_bytes": stored,
        "ideal_bytes": ideal,
        "duplicate_bytes": again,
        "allowed_bytes": allowed,
    }
    passed = stored <= EXCESS * ideal + allowed and again <= (EXCESS - 1) * ideal + allowed
    return Finding("stored bytes", subject.format, passed, message, figures)


def duplicates(tensors: tuple[StoredTensor, ...]) -> list[tuple[StoredTensor, ...]]:
    """Groups of tensors with the same bytes, the largest first."""
    groups: dict[str, list[StoredTensor]] = defaultdict(list)
    for tensor in tensors:
        if tensor.size_bytes >= NOTICEABLE_BYTES:
            groups[tensor.digest].append(tensor)
    found = [tuple(group) for group in groups.values() if len(group) > 1]
    return sorted(found, key=lambda group: -group[0].size_bytes)
