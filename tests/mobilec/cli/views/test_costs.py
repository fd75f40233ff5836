"""What is said of costs."""

from mobilec.cli.views.costs import between_tokens
from mobilec.compression.plan.costs import AttentionCost, Totals


def test_attention_that_is_not_counted_is_not_nothing():
    known, unknown = Totals(1, 1, 1, 1, AttentionCost(64, 800)), Totals(1, 1, 1, 1)
    assert "800 > 800 (x 1.000) for one token of a text of 64" in between_tokens(known, known)
    assert "not counted" in between_tokens(unknown, unknown)
