"""The page: one file that needs nothing else, no network and no script."""

from collections.abc import Sequence
from importlib import resources
from itertools import groupby

from jinja2 import Environment, StrictUndefined

from mobilec.reporting.apps import App
from mobilec.reporting.entries import Entry, device_name
from mobilec.reporting.figures import app_figures, figures
from mobilec.reporting.methods import described
from mobilec.reporting.tables import summary, table, title

_PAGE = resources.files("mobilec.reporting") / "page"


def page(found: Sequence[Entry], apps: Sequence[App]) -> str:
    """All of it."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    template = environment.from_string((_PAGE / "page.html.j2").read_text(encoding="utf-8"))
    runs = [entry.run for entry in found]
    tasks = [list(group) for _, group in groupby(found, key=lambda entry: entry.task)]
    names = ", ".join(dict.fromkeys(run.variant.bundle for run in runs))
    return template.render(
        title=f"Benchmark of {names}" if names else "App size",
        subtitle=_subtitle(found),
        style=(_PAGE / "page.css").read_text(encoding="utf-8"),
        invalid=_invalid(found),
        sections=[_section(group) for group in tasks],
        apps=apps,
        app_figures=app_figures(apps),
        reasons=[
            {"variant": f"{entry.run.variant.bundle}, {entry.label}", "message": reason.message}
            for entry in found
            for reason in entry.run.reasons
        ],
        notes=[
            {"variant": f"{entry.run.variant.bundle}, {entry.label}", "message": note.message}
            for entry in found
            for note in entry.run.notes
        ],
        methods=described(runs),
    )


def _section(group: Sequence[Entry]) -> dict[str, object]:
    return {
        "title": title(group),
        "summary": summary(group),
        "table": table(group),
        "figures": figures(group),
    }


def _subtitle(found: Sequence[Entry]) -> str:
    devices = dict.fromkeys(device_name(entry.run) for entry in found)
    days = sorted({entry.run.started[:10] for entry in found})
    when = days[0] if len(days) == 1 else f"{days[0]} to {days[-1]}" if days else ""
    count = "1 variant" if len(found) == 1 else f"{len(found)} variants"
    return ". ".join(part for part in (count, ", ".join(devices), when) if part)


def _invalid(found: Sequence[Entry]) -> str:
    count = sum(not entry.run.valid for entry in found)
    if not count:
        return ""
    which = "All" if count == len(found) else f"{count} of {len(found)}"
    return (
        f"{which} variants are not valid: their figures are shown, but are not to be relied on. "
        "The reasons are listed below."
    )
