"""What Xcode's programs complain of, and what to do about it."""

from mobilec.ios.tools import OLDEST_XCODE

APP_ID_ADVICE = "another team has that name for an app: choose one of your own with --app-id"
_UNLOCK = "unlock it, and keep it so: Settings, Display & Brightness, Auto-Lock, Never"
_DEVELOPER_MODE = (
    "switch on Developer Mode: Settings, Privacy & Security, Developer Mode; it restarts"
)
_GONE = "the iPhone is gone; was its cable pulled, or did it restart?"
_ACCOUNT = (
    "sign in with your Apple account in Xcode: Settings, Accounts; a free one is enough for your "
    "own iPhone"
)

EXPLAINED = (
    ("unable to find utility", f"this Mac has no Xcode {OLDEST_XCODE} or later in use, only the "
     "command line tools or an older one: install Xcode, then "
     "sudo xcode-select -s /Applications/Xcode.app"),
    ("requires Xcode, but active developer directory", "Xcode is not in use, only the command line "
     "tools: install it, then sudo xcode-select -s /Applications/Xcode.app"),
    ("invalid active developer path", "the Xcode in use is gone: "
     "sudo xcode-select -s /Applications/Xcode.app"),
    ("license agreements", "nobody has agreed to Xcode's licence: sudo xcodebuild -license"),
    ("requires a development team", "no team signs the app: give --team ID, or write "
     "DEVELOPMENT_TEAM = ID into ios_demo/Local.xcconfig; it has ten letters and digits, and "
     "Keychain Access shows it in your Apple Development certificate as the organizational unit"),
    ("No Account for Team", _ACCOUNT),
    ("No Accounts", _ACCOUNT),
    ("cannot be registered to your development team", APP_ID_ADVICE),
    ("Failed Registering Bundle Identifier", APP_ID_ADVICE),
    ("No profiles for", f"there is no provisioning profile: {_ACCOUNT}; then give --team ID"),
    ("Developer Mode disabled", _DEVELOPER_MODE),
    ("Developer Mode is disabled", _DEVELOPER_MODE),
    ("to Continue", _UNLOCK),
    ("reason: Locked", _UNLOCK),
    ("could not be, unlocked", _UNLOCK),
    ("DeviceLocked", _UNLOCK),
    ("device is locked", _UNLOCK),
    ("CoreDeviceError error 12040", f"its developer disk image could not be mounted: {_UNLOCK}"),
    ("not been explicitly trusted", "the iPhone does not trust the developer yet: Settings, "
     "General, VPN & Device Management, the developer's name, Trust; it needs a network"),
    ("ApplicationVerificationFailed", "the app is not signed for this iPhone: build it anew with "
     "--team ID"),
    ("is not installed. To use with Xcode", "Xcode lacks the platform: "
     "xcodebuild -downloadPlatform iOS"),
    ("maximum number of", "a free account may have three such apps on an iPhone: remove one"),
    ("is not installed", "the app is no longer on the iPhone; start again, which installs it"),
    ("must be paired", "it is not paired: connect it by cable, unlock it and trust this computer"),
    ("CoreDeviceError error 1011", _GONE),
    ("unable to locate a device", _GONE),
    ("CoreDeviceError error 4000", _GONE),
    ("connection was invalidated", _GONE),
    ("connection to this device could not be established", _GONE),
    ("Unable to find a destination", "Xcode does not see the iPhone: unlock it, and look whether "
     "Xcode's Devices and Simulators window is still preparing it"),
    ("Could not resolve package dependencies", "the Swift packages could not be fetched: this "
     "needs a network once"),
    ("No space left", "the disk or the iPhone is full; free some"),
)  # fmt: skip
"""Part of what is said to what it means; the first that is found counts, so the narrower come
first. Texts of Xcode 15 to 26, as developers quote them."""


def advice(text: str) -> str:
    """What a complaint means, or ""."""
    return next((meaning for part, meaning in EXPLAINED if part in text), "")


def explained(words: str, text: str | None = None) -> str:
    """The words of a program, with what they mean where that is known; ``text``: all it said."""
    meaning = advice(text if text is not None else words)
    return f"{meaning}\n    it said: {words}" if meaning else words
