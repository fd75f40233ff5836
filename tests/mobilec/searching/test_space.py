"""A recipe with choices: what is read, refused, and drawn."""

import pytest

from exporters.errors import Refused
from mobilec.compression.recipe.recipe import parse_recipe
from mobilec.searching.space import SHIPPED, read_space, space_file


class Lowest:
    """Draws the first of everything, and remembers what it was asked for."""

    def __init__(self, left_out=()):
        self.names, self._left_out = [], left_out

    def suggest_categorical(self, name, choices):
        self.names.append(name)
        return False if name in self._left_out else choices[0]

    def suggest_int(self, name, low, high, *, step, log):
        self.names.append(name)
        return low

    def suggest_float(self, name, low, high, *, step, log):
        self.names.append(name)
        return low


def space(tmp_path, text):
    (tmp_path / "space.yaml").write_text(text)
    return read_space(tmp_path / "space.yaml")


TWO = """
- method: svd
  optional: true
  rank: {from: 0.3, to: 0.9}
- method: prune-width
  feed_forward: {among: [0.5, 0.75]}
- method: albert-embedding
  width: {from: 64, to: 128, step: 32}
"""


def test_each_choice_is_drawn_by_a_name_of_its_own(tmp_path):
    found = space(tmp_path, TWO)
    drawn = Lowest()
    assert found.drawn(drawn) == [
        {"method": "svd", "rank": 0.3},
        {"method": "prune-width", "feed_forward": 0.5},
        {"method": "albert-embedding", "width": 64},
    ]
    assert drawn.names == [
        "1 svd",
        "1 svd rank",
        "2 prune-width feed_forward",
        "3 albert-embedding width",
    ]
    left = found.drawn(Lowest(("1 svd",)))
    assert [step["method"] for step in left] == ["prune-width", "albert-embedding"]


def test_mappings_that_are_no_choices_stay(tmp_path):
    text = '- method: svd\n  rank: {among: [0.4, {"*fc1": 0.5}]}\n  layers: {"*": true}\n'
    found = space(tmp_path, text).drawn(Lowest())
    assert found == [{"method": "svd", "rank": 0.4, "layers": {"*": True}}]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- method: svd\n  rank: 0.5\n", "nothing to choose: give"),
        ("7", "no list of steps"),
        ("[]", "no list of steps"),
        ("- rank: {from: 1, to: 2}\n", "no list of steps"),
        ("a: [", "is not YAML"),
        ("- method: svd\n  rank: {from: 0.9, to: 0.3}\n", "from 0.9 to 0.3 by None holds nothing"),
        ("- method: svd\n  rank: {from: 1, to: 3, step: 0}\n", "by 0 holds nothing to choose"),
        ("- method: svd\n  rank: {from: a, to: 3}\n", "from, to and step should be numbers"),
        ("- method: svd\n  rank: {from: true, to: 3}\n", "from, to and step should be numbers"),
        ("- method: svd\n  rank: {among: [1]}\n", "a list of two or more values, and is"),
        ("- method: svd\n  rank: {from: 0, to: 3, log: true}\n", "log wants numbers above 0"),
        ("- method: svd\n  rank: {from: 1, to: 3, log: 2}\n", "log should be true or false"),
    ],
)
def test_what_is_no_space_is_refused(tmp_path, text, why):
    with pytest.raises(Refused, match=why):
        space(tmp_path, text)


def test_an_unknown_name_is_told_with_the_nearest():
    with pytest.raises(Refused, match="no search space 'clasify': .* that ship: classify"):
        space_file("clasify")


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yaml")), ids=lambda file: file.stem)
def test_what_a_shipped_space_draws_is_a_recipe(file):
    found = read_space(file).drawn(Lowest())
    recipe = parse_recipe(found, file.name)
    assert len(recipe.steps) == len(read_space(file).steps)
