"""Gate: no int8 product has weights with which sums saturate on some processor."""

from exporters.verify.finding import Finding
from exporters.verify.subject import Subject


def check(subject: Subject) -> Finding:
    """No weight with which sums of products are cut off somewhere. Seen in the weights: on a
    processor that is exact with all of them, a run would show nothing."""
    cut = subject.reading.saturating
    message = "no int8 product can saturate on any processor"
    if cut:
        message = (
            f"{len(cut)} weights are signed and of 8 bits ({', '.join(cut[:3])}), the form before "
            "weights were uint8: ONNX Runtime answers differently on x86 without VNNI, where sums "
            "of their products saturate. Make the bundle anew: mobilec export ... --target onnx "
            "--overwrite"
        )
    return Finding("int8 form", subject.format, not cut, message, {"saturating": len(cut)})
