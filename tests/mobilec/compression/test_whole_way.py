"""What test_methods_of_*.py leave out of every change, and what they do not."""

from itertools import chain, combinations, product

from mobilec.compression.registry import METHODS
from tests.mobilec.compression.whole_way import (
    MODELS,
    PRECISIONS,
    STEPS,
    TARGETS,
    TOGETHER,
    pairs,
)
from tests.mobilec.compression.whole_way import product as others


def test_every_method_is_here():
    assert set(STEPS) == set(METHODS)
    assert sorted(chain(*TOGETHER)) == sorted(METHODS)


def test_each_two_things_meet_in_one_way():
    gone = {(m, w.methods, w.target, w.precision) for m in MODELS for w in pairs(m)}
    axes = (MODELS, TOGETHER, tuple(TARGETS), PRECISIONS)
    for one, other in combinations(range(len(axes)), 2):
        met = {(way[one], way[other]) for way in gone}
        assert met == set(product(axes[one], axes[other]))


def test_the_others_are_all_the_rest():
    every = len(TOGETHER) * len(TARGETS) * len(PRECISIONS)
    for model in MODELS:
        assert len({*pairs(model), *others(model)}) == every
