"""The JDK of this machine, and programs of it."""

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.fetching.userland import run

OLDEST = 17
"""What Kotlin's compiler, R8 and Android's own build want."""
_JVM = ("-Xmx2g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""For programs that run some seconds: R8 takes two thirds of the processor time that it takes when
the JVM optimizes what it runs."""


@dataclass(frozen=True)
class Jdk:
    """``home``: holds bin/java and bin/javac."""

    home: Path

    def tool(self, name: str) -> str:
        return str(self.home / "bin" / name)

    def java(self, classpath: tuple[Path, ...], main: str, *words: str, name: str) -> str:
        """Runs a program of jars; ``name``: what it is called when it fails."""
        path = ":".join(map(str, classpath))
        return run((self.tool("java"), *_JVM, "-cp", path, main, *words), name)


def find_jdk() -> Jdk:
    """JAVA_HOME, or the JDK whose javac is on the PATH; Refused where it is older than 17."""
    home = os.environ.get("JAVA_HOME")
    compiler = Path(home) / "bin" / "javac" if home else shutil.which("javac")
    if not compiler or not Path(compiler).exists():
        raise Refused(
            f"no JDK found{f' in JAVA_HOME={home}' if home else ''}: an APK is built with JDK "
            f"{OLDEST} or later (Debian: apt-get install openjdk-17-jdk-headless)"
        )
    said = run((str(compiler), "-version"), "javac")
    found = re.search(r"javac (\d+)", said)
    if found is None or int(found[1]) < OLDEST:
        version = said.strip() or "of no known version"
        raise Refused(f"{compiler} is {version}; an APK is built with JDK {OLDEST} or later")
    return Jdk(Path(compiler).resolve().parent.parent)
