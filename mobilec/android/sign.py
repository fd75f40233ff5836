"""Signing an APK with a key of this machine. RSA signatures of PKCS #1 v1.5 hold no random number
(RFC 8017, section 8.2), so the same APK and key give the same bytes."""

from pathlib import Path

from mobilec.android.java import Jdk
from mobilec.android.toolchain import Toolchain, kept
from mobilec.fetching.cache import Cache
from mobilec.fetching.userland import run

_ALIAS, _PASSWORD = "androiddebugkey", "android"
"""Those of Android's own debug keys: no secret is kept by them. A store wants a key of your own."""
_KEYSTORE = "debug.keystore"
_NAME = "CN=Android Debug,O=Android,C=US"
_DAYS = "10000"


def debug_key(cache: Cache, jdk: Jdk) -> Path:
    """The key store of this machine, made once: an app is updated only by the key it came with."""
    folder = kept(cache, "key", lambda empty: _make_key(empty / _KEYSTORE, jdk))
    return folder / _KEYSTORE


def sign(package: Path, key: Path, minimum_sdk: int, tools: Toolchain, output: Path) -> None:
    """Signs with the schemes 2 and 3; scheme 1 is for Android before 7."""
    tools.apksigner(
        "sign",
        *("--ks", str(key), "--ks-pass", f"pass:{_PASSWORD}", "--key-pass", f"pass:{_PASSWORD}"),
        *("--ks-key-alias", _ALIAS, "--min-sdk-version", str(minimum_sdk)),
        *("--v1-signing-enabled", "false", "--v2-signing-enabled", "true"),
        *("--v3-signing-enabled", "true", "--v4-signing-enabled", "false"),
        *("--out", str(output), str(package)),
    )


def key_properties(key: Path) -> dict[str, str]:
    """Gradle's properties that sign a release with this key."""
    prefix = "android.injected.signing"
    return {
        f"{prefix}.store.file": str(key),
        f"{prefix}.store.password": _PASSWORD,
        f"{prefix}.key.alias": _ALIAS,
        f"{prefix}.key.password": _PASSWORD,
    }


def _make_key(file: Path, jdk: Jdk) -> None:
    command = (
        *(jdk.tool("keytool"), "-genkeypair", "-keystore", str(file)),
        *("-storetype", "PKCS12", "-storepass", _PASSWORD, "-alias", _ALIAS),
        *("-keyalg", "RSA", "-keysize", "2048", "-sigalg", "SHA256withRSA"),
        *("-validity", _DAYS, "-dname", _NAME),
    )
    run(command, "keytool")
