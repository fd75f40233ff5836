"""Which sentences are timed."""

from mobilec.benchmarking.host.workload import chosen


def test_the_shortest_the_middle_and_the_longest():
    texts = [("c", 5), ("a", 2), ("e", 9), ("b", 3), ("d", 7)]
    assert chosen(texts) == {"short": "a", "middle": "c", "longest": "e"}


def test_of_equally_long_ones_the_first():
    texts = [("a", 4), ("b", 4), ("c", 9), ("d", 9)]
    assert chosen(texts) == {"short": "a", "middle": "c", "longest": "c"}
