"""What GitHub would refuse of a workflow, or quietly do otherwise, actionlint finds."""

import re
from pathlib import Path

import pytest
import yaml

from exporters.errors import Refused
from mobilec.fetching.cache import Cache
from tests.actionlint import faults, find_actionlint

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def actionlint() -> Path:
    try:
        return find_actionlint()
    except Refused as refused:
        pytest.skip(str(refused))


def test_github_has_nothing_against_the_workflows(actionlint: Path) -> None:
    assert [file.stem for file in WORKFLOWS] == ["android", "ios", "linux", "newest"]
    assert faults(actionlint, *WORKFLOWS) == []


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("timeout-minutes: 120", "timeout-minute: 120", 'unexpected key "timeout-minute"'),
        ("${{ matrix.system }}", "${{ matrix.systems }}", 'property "systems" is not defined'),
        ("uses: actions/checkout@v4", "uses: actions/checkout", "invalid format"),
    ],
)
def test_what_is_wrong_is_found(
    actionlint: Path, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    (ios,) = [file for file in WORKFLOWS if file.stem == "ios"]
    text = ios.read_text()
    assert right in text
    spoilt = tmp_path / "spoilt.yml"
    spoilt.write_text(text.replace(right, wrong))
    found = faults(actionlint, spoilt)
    assert found and all(said in line for line in found), found


def test_a_machine_without_either_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="neither actionlint nor Go"):
        find_actionlint(Cache(tmp_path / "cache"))


def test_linux_passes_what_a_change_must_pass() -> None:
    (linux,) = [file for file in WORKFLOWS if file.stem == "linux"]
    steps = yaml.safe_load(linux.read_text())["jobs"]["test"]["steps"]
    assert steps[-1]["run"] == ".ci/run" and (ROOT / ".ci" / "run").is_file()


def test_a_commit_is_asked_what_make_form_asks() -> None:
    (local,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    makefile = (ROOT / "Makefile").read_text()
    assert re.search("^form: style types$", makefile, re.M)
    parts = re.findall(r"^(?:style|types): setup\n((?:\t.*\n)+)", makefile, re.M)
    lines = "".join(parts).splitlines()
    asked = [line.strip().replace("$(BIN)", ".venv/bin") for line in lines]
    assert [hook["entry"] for hook in local["hooks"]] == asked
