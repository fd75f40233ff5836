"""Processor models: each kind of int8 kernel has one, and unknown names are refused."""

import pytest

from exporters.errors import Refused
from exporters.processor import of_linux
from mobilec.arm.processors import DOT, MATRIX, chosen


def test_no_name_means_one_of_each_kind():
    assert [p.int8 for p in chosen(())] == [(), (DOT,), (DOT, MATRIX)]


def test_an_unknown_name_is_refused_with_those_that_are_known():
    with pytest.raises(Refused, match=r"cortex-z9.*cortex-a53"):
        chosen(("cortex-a53", "cortex-z9"))


def test_linux_says_what_it_has():
    assert DOT in of_linux("processor\t: 0\nFeatures\t: fp asimd atomics asimddp\n").flags
    assert DOT not in of_linux("flags\t\t: avx512_vnni\n").flags
