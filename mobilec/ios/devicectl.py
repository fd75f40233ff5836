"""`xcrun devicectl`, which speaks with iPhones: its commands, and the JSON that it answers with.

Its text is for people and changes; the document of --json-output is what it promises to keep. The
forms are those of Xcode 15 (jsonVersion 2) to 27 (jsonVersion 5), of which the app wants 16.
"""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporters.errors import Refused
from exporters.outside.json_file import read_json
from mobilec.ios.failures import explained
from mobilec.ios.tools import TIMEOUT_S, XCRUN, Answer, ran

NAME = "devicectl"
INSTALL_TIMEOUT_S = 300.0
COPY_TIMEOUT_S = 600.0
_SUCCESS = "success"


class Failed(Refused):
    """A command that did not do what was asked, in words that help. ``said``: all it said."""

    def __init__(self, message: str, said: str) -> None:
        super().__init__(message)
        self.said = said


@dataclass(frozen=True)
class Devicectl:
    """``device``: the identifier of the iPhone that is meant, where one is chosen."""

    device: str = ""

    def listed(self) -> list[dict[str, Any]]:
        """Every device that this Mac knows, near or not."""
        devices = self._result("list", "devices").get("devices", [])
        return [device for device in devices if isinstance(device, dict)]

    def locked(self) -> bool | None:
        """Whether a passcode is asked for now; None where it does not say."""
        try:
            found = self._on_device("info", "lockState").get("passcodeRequired")
        except Failed:
            # Some versions fail here while the device is not ready; what follows tells better.
            return None
        return found if isinstance(found, bool) else None

    def install(self, app: Path, app_id: str) -> None:
        """Installs or replaces an app; its data stays."""
        result = self._on_device("install", "app", str(app), timeout_s=INSTALL_TIMEOUT_S)
        installed = [each.get("bundleID") for each in result.get("installedApplications", [])]
        if app_id not in installed:
            raise Refused(
                f"{app} was installed as {', '.join(map(str, installed)) or 'nothing'}, and "
                f"{app_id} was expected; give --app-id with the name that the app has"
            )

    def copy_to(self, source: Path, place: str, app_id: str) -> None:
        """A file or folder into the app's own files.

        Never with --remove-existing-content, which empties all of the app's files and not only
        ``place``.
        """
        self._copy("to", str(source), place, app_id)

    def copy_from(self, place: str, destination: Path, app_id: str) -> None:
        """A file of the app's own."""
        self._copy("from", place, str(destination), app_id)

    def launch_words(self, app_id: str, arguments: tuple[str, ...]) -> tuple[str, ...]:
        """Of the call that starts a fresh process, shows what it says, and ends when it does.

        The dashes keep devicectl from reading the app's options as its own.
        """
        options = ("--device", self.device, "--console", "--terminate-existing")
        return (NAME, "device", "process", "launch", *options, app_id, "--", *arguments)

    def _copy(self, way: str, source: str, destination: str, app_id: str) -> None:
        self._on_device(
            *("copy", way, "--domain-type", "appDataContainer", "--domain-identifier", app_id),
            *("--source", source, "--destination", destination),
            timeout_s=COPY_TIMEOUT_S,
        )

    def _on_device(self, *words: str, timeout_s: float = TIMEOUT_S) -> dict[str, Any]:
        named = (*words[:2], "--device", self.device, *words[2:])
        return self._result("device", *named, timeout_s=timeout_s)

    def _result(self, *words: str, timeout_s: float = TIMEOUT_S) -> dict[str, Any]:
        """``result`` of the document. It has been seen to end with status 0 where it failed."""
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "answer.json"
            answer = ran(XCRUN, NAME, *words, "--json-output", str(output), timeout_s=timeout_s)
            document = _document(output)
        outcome = document.get("info", {}).get("outcome")
        result = document.get("result")
        if answer.status or outcome != _SUCCESS or not isinstance(result, dict):
            raise _failed(words, answer, document)
        return result


def _document(path: Path) -> dict[str, Any]:
    try:
        document = read_json(path, "update Xcode", lenient=True)
    except Refused:
        return {}
    return document if isinstance(document, dict) else {}


def _failed(words: tuple[str, ...], answer: Answer, document: dict[str, Any]) -> Failed:
    reasons = list(_reasons(document.get("error")))
    errors = json.dumps(document.get("error"), ensure_ascii=False)
    said = "\n".join((answer.text, errors, *reasons))
    shown = "; ".join(dict.fromkeys(reasons)) or answer.words or f"exit status {answer.status}"
    command = " ".join(word for word in words[:3] if not word.startswith("-"))
    return Failed(f"{NAME} {command} failed: {explained(shown, said)}", said)


def _reasons(error: Any) -> list[str]:
    """Descriptions of an error and of those beneath it, the outermost first."""
    if not isinstance(error, dict):
        return []
    facts = error.get("userInfo", {})
    texts = [
        value["string"]
        for name in ("NSLocalizedDescription", "NSLocalizedFailureReason")
        if isinstance(value := facts.get(name), dict) and isinstance(value.get("string"), str)
    ]
    inner = facts.get("NSUnderlyingError", {})
    named = f"({error.get('domain')} error {error.get('code')})"
    deeper = _reasons(inner.get("error")) if isinstance(inner, dict) else []
    return [*texts[:-1], f"{texts[-1]} {named}" if texts else named, *deeper]
