"""The table of what verification found out."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text


def findings_table(findings: Iterable[Any]) -> Table:
    """A row a gate and file. ``findings``: of exporters.verify.finding."""
    table = Table("gate", "format", "", "what was found", box=None, pad_edge=False)
    for found in findings:
        row = (found.gate, found.format or "bundle", _verdict(found.passed), found.message)
        table.add_row(*row)
    return table


def processors_table(result: Any) -> Table:
    """A row a processor, file and gate. ``result``: of mobilec.arm.verify."""
    table = Table("processor", "gate", "format", "", "what was found", box=None, pad_edge=False)
    for on in result.processors:
        name = f"{on.processor} ({', '.join(on.int8) or 'no int8 instructions'})"
        for found in on.findings:
            row = (name, found.gate, found.format, _verdict(found.passed), found.message)
            table.add_row(*row)
            name = ""
    return table


def _verdict(passed: bool) -> Text:
    return Text("passed", style="green") if passed else Text("FAILED", style="bold red")
