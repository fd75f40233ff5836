"""A BERT encoder out of a program of ONNX, which has lost the names of its matrices."""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper
from transformers import BertConfig, BertModel

from exporters.errors import Refused

WORDS = "embeddings.word_embeddings.weight"
_POSITIONS = "embeddings.position_embeddings.weight"
_INNER = "encoder.layer.0.intermediate.dense.weight"
_ALWAYS = frozenset((WORDS, _POSITIONS, _INNER))
NEAR = 1e-4
"""How far hidden states may be from those of the program: both are float32, in another order."""
_ASKED = ((101, 2204, 2851, 1010, 2115, 102), (101, 791, 1921, 102))
"""Ids that every vocabulary of a BERT has."""


def read_encoder(path: Path, heads: int) -> BertModel:
    """The encoder of a program, without a pooler; it gives the program's hidden states."""
    weights = _named_weights(onnx.load(path).graph)
    if lost := sorted(_ALWAYS - weights.keys()):
        raise Refused(f"{path} has no {', '.join(lost)}; is it another kind of model?")
    words, width = weights[WORDS].shape
    numbers = [int(name.split(".")[2]) for name in weights if name.startswith("encoder.layer.")]
    config = BertConfig(
        vocab_size=words,
        hidden_size=width,
        num_hidden_layers=1 + max(numbers),
        num_attention_heads=heads,
        intermediate_size=weights[_INNER].shape[0],
        max_position_embeddings=weights[_POSITIONS].shape[0],
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    own = model.state_dict().keys()
    model.load_state_dict(
        {name: torch.tensor(np.ascontiguousarray(weights[name])) for name in own & weights.keys()},
        strict=False,
    )
    if lost := sorted(own - weights.keys() - {"embeddings.position_ids"}):
        raise Refused(f"{path} has no {', '.join(lost)}; is it another kind of model?")
    _refuse_far(path, model)
    return model


def _named_weights(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """Name in a BertModel to array. A matrix is named by the bias that is added to its product,
    and stands transposed."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    prefix = next(name for name in stored if name.endswith(WORDS))[: -len(WORDS)]
    users = defaultdict(list)
    for node in graph.node:
        for name in node.input:
            users[name].append(node)
    named = {name[len(prefix) :]: array for name, array in stored.items() if _own(name, prefix)}
    for node in graph.node:
        matrices = [name for name in node.input if name in stored]
        if node.op_type == "MatMul" and matrices:
            bias = _bias(users[node.output[0]], stored, prefix)
            named[bias[len(prefix) : -len("bias")] + "weight"] = stored[matrices[0]].T
    return named


def _own(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and "onnx::" not in name


def _bias(nodes: list[onnx.NodeProto], stored: Mapping[str, np.ndarray], prefix: str) -> str:
    added = [name for node in nodes if node.op_type == "Add" for name in node.input]
    found = [name for name in added if name in stored and _own(name, prefix)]
    if len(found) != 1:
        raise Refused(f"a matrix whose product has the biases {found} added cannot be named")
    return found[0]


def _refuse_far(path: Path, model: BertModel) -> None:
    """Holds the encoder against the program itself, run by ONNX Runtime."""
    session = onnxruntime.InferenceSession(str(path))
    for asked in _ASKED:
        ids = torch.tensor([asked])
        with torch.inference_mode():
            mine = model(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state
        known = {"input_ids": ids.numpy(), "attention_mask": np.ones_like(ids.numpy())}
        feed = {i.name: known.get(i.name, np.zeros_like(ids.numpy())) for i in session.get_inputs()}
        outputs = [out for out in session.run(None, feed) if out.shape == tuple(mine.shape)]
        far = min((float(np.abs(out - mine.numpy()).max()) for out in outputs), default=np.inf)
        if far > NEAR:
            raise Refused(
                f"{path}: hidden states are {far:.2g} from the program's, {NEAR:g} allowed"
            )
