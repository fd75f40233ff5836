"""The table of what verification found out."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table


def findings_table(findings: Iterable[Any]) -> Table:
    """A row a gate and file. ``findings``: of exporters.verify.finding."""
    table = Table("gate", "format", "", "what was found", box=None, pad_edge=False)
    for found in findings:
        verdict = "[green]passed" if found.passed else "[bold red]FAILED"
        table.add_row(found.gate, found.format or "bundle", verdict, _plain(found.message))
    return table


def processors_table(result: Any) -> Table:
    """A row a processor, file and gate. ``result``: of mobilec.arm.verify."""
    table = Table("processor", "gate", "format", "", "what was found", box=None, pad_edge=False)
    for on in result.processors:
        name = f"{on.processor} ({', '.join(on.int8) or 'no int8 instructions'})"
        for found in on.findings:
            verdict = "[green]passed" if found.passed else "[bold red]FAILED"
            table.add_row(name, found.gate, found.format, verdict, _plain(found.message))
            name = ""
    return table


def _plain(message: str) -> str:
    """Text in which a bracket is a bracket: rich would read [CLS] as a style."""
    from rich.markup import escape

    return escape(message)
