"""`mobilec models`: what is known by a name."""

import mobilec
from mobilec.cli.options import AsJson
from mobilec.cli.output import failures, show


def models(as_json: AsJson = False) -> None:
    """Lists the models that have a name: those that ship, and published ones that are fetched."""
    from rich.table import Table

    with failures(as_json):
        known = mobilec.models()
        table = Table("model", "task", "languages", "licence", "what it does", "from", box=None)
        for model in known:
            languages = ", ".join(model.languages)
            told = (model.name, model.task, languages, model.licence, model.description)
            table.add_row(*told, _origin(model))
        document = {"models": [model.to_json() for model in known]}
        show(document, table, as_json=as_json)


def _origin(model: mobilec.ShippedModel | mobilec.PublishedModel) -> str:
    if isinstance(model, mobilec.ShippedModel):
        return "mobilec"
    return f"{model.origin}: {model.download_bytes / 1e6:.1f} MB, once"
