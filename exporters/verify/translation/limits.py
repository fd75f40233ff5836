"""Gate: a source that is too long is refused in words, and never cut."""

import numpy as np

from exporters.decode.state import IDS, MASK
from exporters.errors import Refused
from exporters.verify.finding import Finding
from exporters.verify.translation.subject import TranslatorSubject


def check(subject: TranslatorSubject) -> Finding:
    """One token more than the manifest allows; the goldens have as many as it allows, and one."""
    manifest = subject.bundle.manifest
    longest, capacity = manifest.limits.longest, subject.model.capacity
    lengths = [len(p.input_ids) for p in subject.golden.probes]
    said = _refusal(subject, longest + 1)
    faults = []
    if said is None:
        faults.append(f"a source of {longest + 1} tokens was not refused, though {longest} fit")
    if (min(lengths), max(lengths)) != (manifest.limits.shortest, longest):
        faults.append(f"the goldens try {min(lengths)} to {max(lengths)} tokens, not all lengths")
    if manifest.limits.longest_target != capacity:
        faults.append(
            f"the manifest allows {manifest.limits.longest_target} tokens of translation, the "
            f"program {capacity}"
        )
    message = "; ".join(faults) or f"{longest + 1} tokens are refused: {said}"
    return Finding("limits", subject.format, not faults, message, {"longest": longest})


def _refusal(subject: TranslatorSubject, length: int) -> str | None:
    """What is said to a source of ``length`` tokens; None where it is taken."""
    ids = np.resize(np.array(subject.golden.sentences[0].input_ids, np.int64), length)
    inputs = {IDS: ids[None], MASK: np.ones_like(ids)[None]}
    try:
        subject.runner.run("encode", inputs)
    except Refused as refusal:
        return str(refusal)
    return None
