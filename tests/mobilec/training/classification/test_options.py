"""Options that make no sense are refused before any work."""

from dataclasses import replace

import pytest

from exporters.errors import Refused


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("labels", ("one",)),
        ("labels", ("same", "same", "other")),
        ("epochs", 0),
        ("learning_rate", -1e-5),
        ("batch_size", 0),
        ("max_length", 0),
        ("save_steps", 0),
        ("warmup", 1.0),
        ("weight_decay", -0.1),
    ],
)
def test_impossible_options_are_refused_by_name(options, option, value):
    with pytest.raises(Refused, match=option):
        replace(options, **{option: value})
