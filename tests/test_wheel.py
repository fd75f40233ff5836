"""The wheel is whole: away from the clone it has its command, its models, its types."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BUILT_FROM = ("mobilec", "exporters", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """A folder with the wheel unpacked by pip, and nothing else; built from a copy, offline."""
    place = tmp_path_factory.mktemp("wheel")
    for name in BUILT_FROM:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, place / name)
    _put_page(place / "mobilec")
    build = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", "dist", "."]
    pip(place, *build)
    wheel = next((place / "dist").glob("mobilec-*.whl"))
    pip(place, "install", "--no-deps", "--no-index", "--target", "site", str(wheel))
    return place / "site"


def _put_page(package: Path) -> None:
    """Where `make wheel` puts the one that Node builds."""
    built = package / "web" / "built"
    shutil.rmtree(built, ignore_errors=True)
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_text("<!doctype html><head><title>t</title></head>")
    (built / "assets" / "index-abc.js").write_text("export {};")


def pip(place: Path, *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "-q", *words], cwd=place, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def run(installed: Path, *words: str) -> str:
    """What a command says, run outside of the clone, with the libraries of this environment."""
    done = subprocess.run(
        [sys.executable, *words],
        cwd=installed.parent,
        env=os.environ | {"PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_brings_every_file_that_is_no_code(installed):
    files = {p.relative_to(installed).as_posix() for p in installed.rglob("*") if p.is_file()}
    assert {"mobilec/py.typed", "exporters/py.typed", "exporters/bundle/sentences.txt"} <= files
    for model in (ROOT / "mobilec/shipped").glob("*/config.json"):
        for file in model.parent.iterdir():
            assert f"mobilec/shipped/{model.parent.name}/{file.name}" in files
    for recipe in (ROOT / "mobilec/compression/recipes").glob("*.yaml"):
        assert recipe.relative_to(ROOT).as_posix() in files


def test_it_brings_the_page_and_finds_it_there(installed):
    assert (installed / "mobilec/web/built/assets/index-abc.js").is_file()
    ask = (
        "from exporters.progress import Silent; from mobilec.web.page import page, is_page; "
        "from pathlib import Path; assert is_page(Path('web_demo')); print(page(None, Silent()))"
    )
    assert run(installed, "-c", ask).strip() == str(installed / "mobilec/web/built")


def test_it_brings_no_tests(installed):
    assert not (installed / "tests").exists()


def test_its_command_runs_away_from_the_clone(installed):
    script = str(installed / "bin/mobilec")
    assert "Exit status" in run(installed, script, "--help")
    assert f'"folder": "{installed}/mobilec/shipped/sentiment-en"' in run(
        installed, script, "models", "--json"
    )
