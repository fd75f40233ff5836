"""`mobilec recipes`: what ships with the package, each a recipe that can be read."""

import json

from mobilec.compression.recipe.catalogue import recipes
from mobilec.compression.recipe.recipe import read_recipe


def test_every_shipped_recipe_has_a_line(call):
    listed = json.loads(call("recipes", "--json").stdout)["recipes"]
    shown = call("recipes").stdout
    assert listed and all(recipe["name"] in shown for recipe in listed)


def test_every_shipped_recipe_can_be_read_and_says_what_it_is():
    for shipped in recipes():
        recipe = read_recipe(shipped.file)
        assert recipe.reaches == shipped.reaches and recipe.source == shipped.source
        assert recipe.steps and shipped.reaches and shipped.source
