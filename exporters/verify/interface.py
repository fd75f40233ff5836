"""Gate: names, dtypes and bounds of inputs and outputs are those of the manifest."""

from exporters.bundle.manifest import MethodEntry, Size, Tensor
from exporters.reading import StoredMethod
from exporters.verify.finding import Finding
from exporters.verify.subject import Subject

Signature = tuple[str, str, tuple[int | None, ...]]
Described = tuple[str, list[Signature], list[Signature], list[Signature]]


def check(subject: Subject) -> Finding:
    """Every method of the file, in order."""
    stored = [_described(m) for m in subject.reading.methods]
    promised = [_described(promise(m)) for m in subject.file.methods]
    message = f"{len(stored)} methods have the promised inputs, outputs and states"
    if stored != promised:
        message = f"the file has {stored}, the manifest promises {promised}"
    return Finding("interface", subject.format, stored == promised, message)


def _described(method: StoredMethod) -> Described:
    return method.name, list(method.inputs), list(method.outputs), list(method.states)


def promise(method: MethodEntry) -> StoredMethod:
    """What the manifest says of a method, as a reader says it of the file."""
    inputs, outputs, states = (
        tuple(_flat(tensor) for tensor in tensors)
        for tensors in (method.inputs, method.outputs, method.states)
    )
    return StoredMethod(method.name, inputs, outputs, states, method.arena_bytes)


def _flat(tensor: Tensor) -> Signature:
    shape = tuple(None if isinstance(size, Size) else size for size in tensor.shape)
    return tensor.name, tensor.dtype, shape
