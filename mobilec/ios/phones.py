"""Which iPhone is meant, and whether it can be used."""

from dataclasses import dataclass
from typing import Any

from exporters.errors import Refused
from exporters.outside.number import whole
from mobilec.ios.oldest import APP

_OLD_GROUPS = ("connectionProperties", "deviceProperties", "hardwareProperties")
_NEW_GROUPS = "properties"
"""From jsonVersion 5 on the same facts stand here, in groups of other names."""


@dataclass(frozen=True)
class Phone:
    """An iPhone or iPad that this Mac knows. ``identifier``: devicectl's; ``udid``: xcodebuild's.
    What it does not say is "".
    """

    identifier: str
    udid: str
    name: str
    model: str
    os_version: str
    pairing: str
    tunnel: str
    developer_mode: str

    def __str__(self) -> str:
        return f"{self.name} ({self.model}, {self.udid})" if self.model else f"{self.name}"

    def obstacle(self) -> str:
        """Why it cannot be used, with what to do; "" where it can.

        A tunnel that is ``disconnected`` is opened when it is needed.
        """
        if self.pairing not in ("", "paired"):
            return "is not paired with this Mac: connect it by cable, unlock it and trust the Mac"
        if self.tunnel == "unavailable":
            return "is not within reach: connect it by a cable that carries data, and unlock it"
        major = whole(self.os_version.split(".")[0])
        if major is not None and major < APP:
            return f"has iOS {self.os_version}, and the app wants iOS {APP} or later"
        if self.developer_mode == "disabled":
            return (
                "does not allow development: Settings, Privacy & Security, Developer Mode; it "
                "restarts"
            )
        return ""

    def is_called(self, word: str) -> bool:
        return word.lower() in (self.udid.lower(), self.identifier.lower(), self.name.lower())


def phones(devices: list[dict[str, Any]]) -> tuple[Phone, ...]:
    """The iPhones and iPads among what devicectl lists; watches, Macs and simulators left out."""
    facts = [_facts(device) for device in devices]
    return tuple(
        _phone(each)
        for each in facts
        if each.get("platform") == "iOS" and each.get("reality", "physical") == "physical"
    )


def chosen(known: tuple[Phone, ...], wanted: str) -> Phone:
    """The one of ``wanted``, or the only one that can be used."""
    if not known:
        raise Refused(
            "Xcode knows no iPhone: connect one by a cable that carries data, unlock it, and trust "
            "this Mac on it"
        )
    names = ", ".join(map(str, known))
    if wanted:
        named = [phone for phone in known if phone.is_called(wanted)]
        if not named:
            raise Refused(f"Xcode knows no iPhone {wanted}; it knows {names}")
        return _usable(named[0])
    usable = [phone for phone in known if not phone.obstacle()]
    if len(usable) > 1:
        raise Refused(
            f"Xcode knows {len(usable)} iPhones that can be used, {', '.join(map(str, usable))}; "
            f"say which one is meant: --serial {usable[0].udid}"
        )
    return usable[0] if usable else _usable(known[0])


def _usable(phone: Phone) -> Phone:
    obstacle = phone.obstacle()
    if obstacle:
        raise Refused(f"the iPhone {phone} {obstacle}")
    return phone


def _facts(device: dict[str, Any]) -> dict[str, Any]:
    """All that is said of a device on one level; their names do not repeat."""
    groups = [device.get(name) for name in _OLD_GROUPS]
    newer = device.get(_NEW_GROUPS)
    if isinstance(newer, dict):
        groups += newer.values()
    found: dict[str, Any] = {"identifier": device.get("identifier", "")}
    for group in groups:
        found |= group if isinstance(group, dict) else {}
    return found


def _phone(facts: dict[str, Any]) -> Phone:
    def said(name: str) -> str:
        return str(facts.get(name) or "")

    return Phone(
        identifier=said("identifier"),
        udid=said("udid") or said("identifier"),
        name=said("name") or said("marketingName") or said("identifier"),
        model=said("marketingName") or said("productType"),
        os_version=said("osVersionNumber"),
        pairing=said("pairingState"),
        tunnel=said("tunnelState"),
        developer_mode=said("developerModeStatus"),
    )
