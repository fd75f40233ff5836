from exporters.capture.translation.decode import Decode, decode_method
from exporters.decode.layout import Layout, layout_of
from exporters.dimension import Dimension

LAYOUT = Layout(layers=3, heads=4, width=16, capacity=32, hypotheses=2)


def test_names_are_in_the_order_of_the_layers() -> None:
    assert LAYOUT.cross[:3] == ("cross_key_0", "cross_value_0", "cross_key_1")
    assert LAYOUT.past[-2:] == ("key_2", "value_2")
    assert LAYOUT.new[-2:] == ("new_key_2", "new_value_2")


def test_rows_of_one_hypothesis_lie_together() -> None:
    assert LAYOUT.past_shape == (8, 32, 16)


def test_is_read_back_from_a_method() -> None:
    length = Dimension("length", 1, 24)
    method = decode_method(Decode.__new__(Decode), LAYOUT, length, vocabulary=100)
    assert layout_of(method) == LAYOUT
