"""The constants of a finished file as arrays that can be written back, to make it wrong.

Apart from the readers of the gate on purpose: bytes are found and replaced where they lie.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

Write = Callable[[np.ndarray], None]


@dataclass(frozen=True)
class Store:
    """``values``: a copy; ``write`` takes an array of the same shape and dtype."""

    name: str
    values: np.ndarray
    write: Write


def stores(path: Path) -> list[Store]:
    """All float and 8-bit constants of a file, of any format."""
    if path.suffix == ".pte":
        return list(_of_pte(path))
    if path.suffix == ".onnx":
        return list(_of_onnx(path))
    return list(_of_package(path))


def _of_onnx(path: Path) -> Iterator[Store]:
    import onnx
    from onnx import numpy_helper

    for file in sorted(path.glob("*.onnx")) if path.is_dir() else [path]:
        model = onnx.load(file)

        def write(name: str, values: np.ndarray, file: Path = file) -> None:
            changed = onnx.load(file)
            (tensor,) = (t for t in changed.graph.initializer if t.name == name)
            tensor.CopyFrom(numpy_helper.from_array(values, name))
            onnx.save(changed, file)

        for tensor in model.graph.initializer:
            values = numpy_helper.to_array(tensor)
            if values.dtype.kind == "f" or values.dtype.itemsize == 1:
                yield Store(tensor.name, values.copy(), partial(write, tensor.name))


def _of_pte(path: Path) -> Iterator[Store]:
    from exporters.executorch import interface
    from exporters.executorch.contents import Delegated, take_apart

    file = take_apart(path)
    for plan in (p for p in file.plans if p.name != interface.METHOD):
        seen: set[object] = set()
        for step in plan.steps:
            for argument in step.arguments:
                at = getattr(argument, "data_buffer_idx", 0)
                if at and at not in seen:
                    seen.add(at)
                    yield _blob(path, f"constant {at}", file.constants[at], _of_tensor(argument))
            for node in step.nodes if isinstance(step, Delegated) else ():
                for value in node.operands.values():
                    if value.key and value.key not in seen:
                        seen.add(value.key)
                        content = file.named[value.key]
                        yield _blob(path, value.key, content, (value.dtype, value.shape))
                    if value.scales_key and value.scales_key not in seen:
                        seen.add(value.scales_key)
                        content = file.named[value.scales_key]
                        shape = ("float32", value.shape[:1])
                        yield _blob(path, value.scales_key, content, shape)


def _of_tensor(tensor: object) -> tuple[str, tuple[int, ...]]:
    from exporters.executorch.contents import dtype_name

    return dtype_name(tensor), tuple(tensor.sizes)


def _blob(path: Path, name: str, content: bytes, form: tuple[str, tuple[int, ...]]) -> Store:
    dtype, shape = form
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    values = np.frombuffer(content[:size], dtype).reshape(shape).copy()
    return Store(name, values, partial(_replace_bytes, path, content))


def _replace_bytes(path: Path, content: bytes, values: np.ndarray) -> None:
    whole = path.read_bytes()
    at = whole.find(content)
    assert at >= 0 and whole.find(content, at + 1) < 0 or len(content) <= 16, "found once"
    new = values.tobytes()
    path.write_bytes(whole[:at] + new + whole[at + len(new) :])


def _of_package(path: Path) -> Iterator[Store]:
    from coremltools import proto

    weights = path / "Data/com.apple.CoreML/weights/weight.bin"
    spec = proto.Model_pb2.Model()
    spec.ParseFromString((path / "Data/com.apple.CoreML/model.mlmodel").read_bytes())
    seen: set[int] = set()
    for function in spec.mlProgram.functions.values():
        block = function.block_specializations[function.opset]
        for op in block.operations:
            for name, value in _package_values(op):
                offset = value.blobFileValue.offset
                if value.WhichOneof("value") == "blobFileValue" and offset not in seen:
                    seen.add(offset)
                    yield _package_blob(weights, name, offset, value)
                elif value.type.tensorType.dimensions:
                    yield from _package_small(path, name, value)


def _package_values(op: object) -> Iterator[tuple[str, object]]:
    name = op.outputs[0].name if op.outputs else op.type  # one that writes a state has none
    for part, value in op.attributes.items():
        yield f"{name}.{part}", value
    for part, argument in op.inputs.items():
        for binding in argument.arguments:
            if binding.WhichOneof("binding") == "value":
                yield f"{name}.{part}", binding.value


def _package_blob(weights: Path, name: str, offset: int, value: object) -> Store:
    """Before the blob stands an entry that says where it begins, in its bytes 16 to 24."""
    from coremltools import proto

    tensor = value.type.tensorType
    dtype = proto.MIL_pb2.DataType.Name(tensor.dataType).lower()
    shape = tuple(d.constant.size for d in tensor.dimensions)
    content = weights.read_bytes()
    begin = int(np.frombuffer(content[offset + 16 : offset + 24], np.uint64)[0])
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    values = np.frombuffer(content[begin : begin + size], dtype).reshape(shape).copy()

    def write(new: np.ndarray) -> None:
        whole = bytearray(weights.read_bytes())
        whole[begin : begin + size] = new.tobytes()
        weights.write_bytes(bytes(whole))

    return Store(name, values, write)


def _package_small(path: Path, name: str, value: object) -> Iterator[Store]:
    """Constants of fewer than ten numbers stand in the program itself."""
    from coremltools import proto

    tensor = value.immediateValue.tensor
    if tensor.WhichOneof("value") not in ("floats", "bytes"):
        return
    kind = proto.MIL_pb2.DataType.Name(value.type.tensorType.dataType).lower()
    content = np.array(tensor.floats.values, np.float32)
    if tensor.WhichOneof("value") == "bytes":
        content = np.frombuffer(tensor.bytes.values, kind)
    if content.dtype.kind != "f":
        return

    def write(new: np.ndarray) -> None:
        model = path / "Data/com.apple.CoreML/model.mlmodel"
        spec = proto.Model_pb2.Model()
        spec.ParseFromString(model.read_bytes())
        for function in spec.mlProgram.functions.values():
            for op in function.block_specializations[function.opset].operations:
                for other, held in _package_values(op):
                    if other == name:
                        own = held.immediateValue.tensor
                        if own.WhichOneof("value") == "bytes":
                            own.bytes.values = new.tobytes()
                        else:
                            own.floats.values[:] = new.reshape(-1).tolist()
        model.write_bytes(spec.SerializeToString())

    yield Store(name, content.copy(), write)


def edited(path: Path, wanted: np.ndarray, change: Callable[[np.ndarray], object]) -> None:
    """Changes, in place, the part of a constant that is ``wanted`` (a matrix of int8 as the rows of
    a parameter, its scales, or a float vector), however the file has turned, joined or rounded it.

    Refuses (AssertionError) where it is in no constant of the file.
    """
    for store in stores(path):
        values = store.values.copy()
        for view in _views(values, wanted.shape):
            if _same(view, wanted):
                shifted = view.dtype == np.uint8
                own = view.astype(np.int16) - 128 if shifted else view.copy()
                change(own)
                view[...] = own + 128 if shifted else own
                store.write(values)
                return
    raise AssertionError(f"no constant of {path} has these numbers {wanted.shape}")


def _views(values: np.ndarray, shape: tuple[int, ...]) -> Iterator[np.ndarray]:
    """Windows of the shape in an array, which is squeezed and turned first."""
    squeezed = values.reshape(tuple(n for n in values.shape if n != 1) or (1,))
    for turned in (squeezed, squeezed.T) if squeezed.ndim == 2 else (squeezed,):
        if turned.ndim != len(shape) or turned.shape[1:] != shape[1:]:
            continue
        for at in range(0, len(turned) - shape[0] + 1, shape[0]):
            yield turned[at : at + shape[0]]


def _same(view: np.ndarray, wanted: np.ndarray) -> bool:
    if wanted.dtype == np.int8:
        if view.dtype.itemsize != 1:
            return False
        values = view.astype(np.int16) - (128 if view.dtype == np.uint8 else 0)
        return bool(np.array_equal(values, wanted))
    if view.dtype.kind != "f":
        return False
    return bool(np.allclose(view.astype(np.float32), wanted, rtol=2e-3, atol=1e-6))


def change_number(path: Path, old: float, new: float) -> None:
    """Replaces a single number wherever the file has it; refuses where it is nowhere."""
    ends = {".onnx": _number_of_onnx, ".pte": _number_of_pte}
    changed = ends.get(path.suffix, _number_of_package)(path, old, new)
    assert changed, f"{path} has no {old}"


def _near(value: float, old: float) -> bool:
    return abs(value - old) <= 1e-3 * abs(old)


def _number_of_stores(path: Path, old: float, new: float) -> int:
    found = [s for s in stores(path) if s.values.size == 1 and s.values.dtype.kind == "f"]
    found = [s for s in found if _near(float(s.values.reshape(())), old)]
    for store in found:
        store.write(np.full_like(store.values, new))
    return len(found)


def _number_of_onnx(path: Path, old: float, new: float) -> int:
    import onnx

    changed = _number_of_stores(path, old, new)
    for file in sorted(path.glob("*.onnx")) if path.is_dir() else [path]:
        model = onnx.load(file)
        for node in model.graph.node:
            for attribute in node.attribute:
                if attribute.type == onnx.AttributeProto.FLOAT and _near(attribute.f, old):
                    attribute.f = new
                    changed += 1
        onnx.save(model, file)
    return changed


def _number_of_pte(path: Path, old: float, new: float) -> int:
    return _number_of_stores(path, old, new)


def _number_of_package(path: Path, old: float, new: float) -> int:
    from coremltools import proto

    model, changed = path / "Data/com.apple.CoreML/model.mlmodel", 0
    spec = proto.Model_pb2.Model()
    spec.ParseFromString(model.read_bytes())
    for function in spec.mlProgram.functions.values():
        for op in function.block_specializations[function.opset].operations:
            for _, value in _package_values(op):
                changed += _change_immediate(value, old, new)
    model.write_bytes(spec.SerializeToString())
    return changed


def _change_immediate(value: object, old: float, new: float) -> int:
    tensor = value.immediateValue.tensor
    kind = tensor.WhichOneof("value")
    if kind == "floats" and len(tensor.floats.values) == 1 and _near(tensor.floats.values[0], old):
        tensor.floats.values[0] = new
        return 1
    if kind == "bytes" and len(tensor.bytes.values) == 2:
        half = float(np.frombuffer(tensor.bytes.values, np.float16)[0])
        if _near(half, old):
            tensor.bytes.values = np.float16(new).tobytes()
            return 1
    return 0
