"""`mobilec models`: what ships with the package."""

import mobilec
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show


def models(as_json: AsJson = False) -> None:
    """Lists the models that ship with mobilec."""
    from rich.table import Table

    with failures(as_json):
        shipped = mobilec.models()
        table = Table("model", "task", "languages", "licence", "what it does", box=None)
        for model in shipped:
            languages = ", ".join(model.languages)
            table.add_row(model.name, model.task, languages, model.licence, model.description)
        document = {"models": [model.to_json() for model in shipped]}
        show(document, table, as_json=as_json)
