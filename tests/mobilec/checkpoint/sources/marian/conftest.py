"""Arrays of a small model."""

import numpy as np
import pytest

OPTIONS = {"type": "transformer", "dim-emb": 4, "skip": False, "transformer-preprocess": ""}


@pytest.fixture
def options() -> dict[str, object]:
    return dict(OPTIONS)


@pytest.fixture
def tensors() -> dict[str, np.ndarray]:
    made = np.random.default_rng(0)
    shapes = {"Wemb": (7, 4), "encoder_l1_self_Wq": (4, 6), "encoder_l1_self_bq": (1, 6)}
    return {name: made.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
