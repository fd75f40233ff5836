"""Programs on the PATH that stand in for the clients of package archives and record their words."""

import sys
from pathlib import Path

import pytest


def put_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, body: str) -> Path:
    """A Python program ``name`` before all others on the PATH. Its words land in the file that is
    returned, a line a call; ``body`` sees them as ``words``."""
    folder.mkdir(exist_ok=True)
    said = folder / f"{name}.words"
    program = folder / name
    program.write_text(
        f"#!{sys.executable}\nimport pathlib, shutil, sys\nwords = sys.argv[1:]\n"
        f"with open({str(said)!r}, 'a') as said:\n    print(' '.join(words), file=said)\n{body}\n"
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return said


MAVEN = """
pom = pathlib.Path(words[words.index("-f") + 1]).read_text()
out = next(w.partition("=")[2] for w in words if w.startswith("-DoutputDirectory="))
pathlib.Path(out).mkdir(parents=True, exist_ok=True)
repository = pathlib.Path({repository!r})
for asked in pom.split("<dependency>")[1:]:
    one = {{key: asked.split(f"<{{key}}>")[1].split("<")[0]
           for key in ("groupId", "artifactId", "version", "type")}}
    name = f"{{one['artifactId']}}-{{one['version']}}.{{one['type']}}"
    if not (repository / name).exists():
        print("\\x1b[0m[ERROR] Could not find " + name + " in central -> [Help 1]")
        sys.exit(1)
    shutil.copy(repository / name, out)
"""
"""Serves the files of a folder as Maven Central would."""


def maven_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path, repository: Path) -> Path:
    """A Maven that knows the files of ``repository``; its words land in what is returned."""
    return put_on_path(monkeypatch, folder, "mvn", MAVEN.format(repository=str(repository)))


NPM = """
package, version = words[-1].split("@")
archive = pathlib.Path({registry!r}) / f"{{package}}-{{version}}.tgz"
if not archive.exists():
    sys.exit("npm error 404 Not Found")
shutil.copy(archive, ".")
"""


def npm_on_path(monkeypatch: pytest.MonkeyPatch, folder: Path, registry: Path) -> Path:
    """An npm that knows the archives of ``registry``."""
    return put_on_path(monkeypatch, folder, "npm", NPM.format(registry=str(registry)))
