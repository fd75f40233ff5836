"""The page comes into the package; that the wheel has it: tests/test_wheel.py."""

import subprocess
import sys
from pathlib import Path

import pytest

from exporters.errors import Refused
from mobilec.web import wheel
from mobilec.web.wheel import put


def test_it_takes_the_place_of_a_former_page(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "package" / "built"
    place.mkdir(parents=True)
    (place / "index.html").write_text("old")
    (place / "old.js").write_text("old")
    put(built, place)
    names = {p.relative_to(place).as_posix() for p in place.rglob("*") if p.is_file()}
    assert names == {p.relative_to(built).as_posix() for p in built.rglob("*") if p.is_file()}
    assert (place / "index.html").read_bytes() == (built / "index.html").read_bytes()


def test_without_sources_it_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="neither the project of a page"):
        put(tmp_path / "none", tmp_path / "built")
    assert not list(tmp_path.iterdir())


def test_a_refusal_is_a_message_and_a_status(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused() -> Path:
        raise Refused("npm is not on the PATH")

    monkeypatch.setattr(wheel, "put", refused)
    with pytest.raises(SystemExit, match="mobilec: npm is not on the PATH"):
        wheel.main()


def test_it_takes_nothing_heavy() -> None:
    ask = "import sys, mobilec.web.wheel; sys.exit(bool({'torch', 'starlette'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
