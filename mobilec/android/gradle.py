"""The build by Gradle and the Android SDK, where this machine has them."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from exporters.errors import Refused
from mobilec.android.app import App
from mobilec.android.built import Carried, record
from mobilec.android.java import find_jdk
from mobilec.android.layout import RECORD
from mobilec.android.runtimes import LICENCES
from mobilec.android.sign import debug_key, key_properties
from mobilec.fetching.cache import Cache

GRADLE = "Gradle and the Android SDK"
_SDK_VARIABLES = ("ANDROID_HOME", "ANDROID_SDK_ROOT")
_TASK = ":app:assembleRelease"
_OUTPUT = Path("app") / "build" / "outputs" / "apk" / "release"
_LAST_WORDS = 1200


def find_gradle(app: App) -> str | None:
    """Gradle, or the app's own wrapper of it; None where it or the Android SDK is not there."""
    sdk = next((os.environ[name] for name in _SDK_VARIABLES if os.environ.get(name)), None)
    if sdk is None or not Path(sdk).is_dir():
        return None
    wrapper = app.folder / "gradlew"
    return str(wrapper) if wrapper.is_file() else shutil.which("gradle")


def carried_by_gradle(app: App, engines: Sequence[str]) -> tuple[Carried, ...]:
    """The engines as the app's catalog of versions pins them."""
    return tuple(_carried(app, engine) for engine in engines)


def _carried(app: App, engine: str) -> Carried:
    runtime = app.runtime(engine)
    if runtime is None:
        raise Refused(
            f"gradle/libs.versions.toml of {app.folder} names no runtime for {engine}; take the "
            "one of android_demo, or leave that engine out of --format"
        )
    module, version = runtime
    return Carried(
        engine=engine,
        included=True,
        runtime=f"{module}:{version}",
        version=version,
        origin="the official build",
        licence=LICENCES[engine],
    )


def assemble(app: App, carried: Sequence[Carried], abis: Sequence[str], cache: Cache) -> Path:
    """The signed release APK where Gradle wrote it."""
    gradle = find_gradle(app)
    assert gradle is not None, "the caller has looked"
    engines = [one.engine for one in carried]
    command = command_line(gradle, app, engines, abis, debug_key(cache, find_jdk()))
    with _recorded(app, record(GRADLE, abis, carried)):
        done = subprocess.run(command, cwd=app.folder, capture_output=True, text=True)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-_LAST_WORDS:]
        raise Refused(f"Gradle failed with exit status {done.returncode}: {said}")
    packages = sorted((app.folder / _OUTPUT).glob("*.apk"))
    if len(packages) != 1:
        found = ", ".join(file.name for file in packages) or "none"
        raise Refused(f"Gradle was to leave one APK in {app.folder / _OUTPUT}; there is {found}")
    return packages[0]


def command_line(
    gradle: str, app: App, engines: Sequence[str], abis: Sequence[str], key: Path
) -> list[str]:
    """The words that make Gradle build and sign a release of these engines and ABIs."""
    properties = {
        "mobilec.engines": ",".join(engines),
        "mobilec.abis": ",".join(abis),
        **key_properties(key),
    }
    options = [f"-P{name}={value}" for name, value in properties.items()]
    return [gradle, "-p", str(app.folder), "--console=plain", *options, _TASK]


@contextmanager
def _recorded(app: App, text: str) -> Iterator[None]:
    """runtime.json among the assets while Gradle packs them: it is of this one build."""
    file = app.assets / RECORD
    file.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        file.unlink()
