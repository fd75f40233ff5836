"""`mobilec recipes`: what ships with the package for `mobilec compress`."""

import mobilec
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show


def recipes(as_json: AsJson = False) -> None:
    """Lists the recipes that ship with mobilec."""
    from rich.table import Table

    with failures(as_json):
        shipped = mobilec.recipes()
        table = Table("recipe", "reaches", "source", box=None)
        for recipe in shipped:
            table.add_row(recipe.name, recipe.reaches, recipe.source)
        show({"recipes": [r.to_json() for r in shipped]}, table, as_json=as_json)
