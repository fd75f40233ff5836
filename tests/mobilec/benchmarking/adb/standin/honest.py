"""What a stand-in phone says, on its way out."""


class Honest:
    """Passes everything on as it is. ``asked``: the command of the shell, or push, pull, install
    or stat. Whoever raises ``wire.Closed`` ends this answer there."""

    def said(self, asked: str, data: bytes) -> bytes:  # noqa: ARG002
        return data

    def status(self, asked: str, status: int) -> int:  # noqa: ARG002
        return status
