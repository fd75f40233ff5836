"""Artifacts of Maven repositories, fetched by Maven: mirrors and proxies of its settings hold."""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exporters.errors import Refused
from mobilec.fetching.pinned import refuse_changed

_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
_GOOGLE = "https://dl.google.com/dl/android/maven2"
"""Beside Maven Central, which Maven knows itself."""
_SAID = 400
"""Characters of Maven's own words in a message."""
_PROJECT = """\
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.mobilec</groupId>
  <artifactId>fetched</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <repositories><repository><id>google</id><url>{google}</url></repository></repositories>
  <dependencies>{dependencies}</dependencies>
</project>
"""
_DEPENDENCY = """
    <dependency>
      <groupId>{group}</groupId><artifactId>{name}</artifactId><version>{version}</version>
      <type>{type}</type>
      <exclusions>
        <exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion>
      </exclusions>
    </dependency>"""


class Unresolved(Refused):
    """No repository that Maven asked has it, none could be reached, or there is no Maven."""


@dataclass(frozen=True)
class Artifact:
    """One file of a Maven repository. ``type``: jar or aar."""

    group: str
    name: str
    version: str
    sha256: str
    type: str = "jar"

    @property
    def coordinate(self) -> str:
        return f"{self.group}:{self.name}:{self.version}"

    @property
    def file_name(self) -> str:
        return f"{self.name}-{self.version}.{self.type}"


def refuse_missing() -> None:
    """Says that Maven is not there, before anything is fetched."""
    if shutil.which("mvn") is None:
        raise Unresolved("mvn not found: Maven fetches what the app is built with; install Maven")


def fetch(artifacts: Sequence[Artifact], folder: Path) -> None:
    """Each artifact alone, without what it depends on, into ``folder``; its hash is checked."""
    with tempfile.TemporaryDirectory() as project:
        pom = Path(project) / "pom.xml"
        pom.write_text(_project(artifacts))
        words = ("-B", "-q", "-Dstyle.color=never", "-f", str(pom))
        command = ["mvn", *words, _COPY, f"-DoutputDirectory={folder.resolve()}"]
        done = subprocess.run(command, capture_output=True, text=True)
    missing = [a.coordinate for a in artifacts if not (folder / a.file_name).is_file()]
    if done.returncode or missing:
        names = ", ".join(missing or [a.coordinate for a in artifacts])
        raise Unresolved(f"Maven could not resolve {names}: {_reason(done.stdout)}")
    for artifact in artifacts:
        file = folder / artifact.file_name
        refuse_changed(file, artifact.sha256, f"{artifact.coordinate} as Maven fetched it")


def _project(artifacts: Sequence[Artifact]) -> str:
    dependencies = "".join(
        _DEPENDENCY.format(group=a.group, name=a.name, version=a.version, type=a.type)
        for a in artifacts
    )
    return _PROJECT.format(google=_GOOGLE, dependencies=dependencies)


def _reason(said: str) -> str:
    """The first error of Maven's, in one line; the rest explains how to ask Maven for more."""
    errors = [line.partition("[ERROR]")[2].strip() for line in said.splitlines()]
    return next(filter(None, errors), said.strip()).partition(" -> [Help")[0][:_SAID]
