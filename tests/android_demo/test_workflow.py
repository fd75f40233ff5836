"""The workflow for Android, as far as this machine can tell: it cannot run it."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml

from mobilec.benchmarking.run_file import write_run
from mobilec.cli.main import app
from tests.android_demo.runs_passed import failures
from tests.android_demo.two_builds import gradle
from tests.mobilec.benchmarking.making import run

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "android.yml"
ON_EMULATOR = ROOT / ".github" / "on_emulator.sh"
MADE = ("build/", "android_demo/app/build/", ".venv/")
"""What a step before makes."""
TASKS = {
    ":app": {"assembleRelease", "assembleReleaseAndroidTest", "testReleaseUnitTest"},
    ":core": {"test", "publishToMavenLocal"},
    ":engine-onnx": {"testReleaseUnitTest", "publishToMavenLocal"},
    ":engine-executorch": {"publishToMavenLocal"},
}
"""By what the plugins of each module bring: application, library and Kotlin's for the JVM."""


@pytest.fixture(scope="module")
def jobs() -> dict:
    return yaml.safe_load(WORKFLOW.read_text())["jobs"]


def scripts(jobs: dict) -> Iterator[str]:
    for job in jobs.values():
        yield from (step["run"] for step in job["steps"] if "run" in step)
    yield ON_EMULATOR.read_text()


def commands(jobs: dict, program: str) -> Iterator[list[str]]:
    """The words of each call of a program, its line breaks taken away."""
    for script in scripts(jobs):
        for line in script.replace("\\\n", " ").splitlines():
            if line.strip().startswith(program):
                yield shlex.split(line.split("|")[0])


def test_every_script_is_one_for_bash(jobs):
    for script in scripts(jobs):
        checked = subprocess.run(["bash", "-n"], input=script, text=True, capture_output=True)
        assert checked.returncode == 0, (script, checked.stderr)


def test_every_step_is_of_a_known_kind_and_the_action_has_a_version(jobs):
    for name, job in jobs.items():
        assert job["runs-on"] and job["timeout-minutes"] <= 90, name
        for step in job["steps"]:
            assert ("run" in step) != ("uses" in step), step
            assert "@v" in step.get("uses", "@v"), step


def test_jobs_wait_for_jobs_that_there_are(jobs):
    for job in jobs.values():
        needs = job.get("needs", [])
        assert set([needs] if isinstance(needs, str) else needs) <= set(jobs)


def test_the_android_versions_are_those_that_rule_the_storage_differently(jobs):
    versions = [each["api"] for each in jobs["emulator"]["strategy"]["matrix"]["include"]]
    assert versions == [26, 30, 34, 36]
    assert min(versions) == int(gradle(ROOT / "android_demo").versions["min-sdk"])
    assert max(versions) == int(gradle(ROOT / "android_demo").versions["target-sdk"])


def test_files_that_are_named_are_there_or_made(jobs):
    for script in scripts(jobs):
        for word in re.findall(r"(?<![\w$/.])(?:\.?[\w-]+/)+[\w.-]+", script):
            known = word.startswith(MADE) or (ROOT / word).exists()
            outside = word.startswith(("etc/", "dev.", "androidx.test.", "tools/"))
            assert known or outside, word
    emulator = next(s for s in jobs["emulator"]["steps"] if "emulator-runner" in s.get("uses", ""))
    assert (ROOT / emulator["with"]["script"].split()[0]) == ON_EMULATOR
    assert ON_EMULATOR.stat().st_mode & 0o111


def test_gradle_is_asked_for_tasks_and_properties_that_there_are(jobs):
    known = (ROOT / "android_demo" / "gradle.properties").read_text()
    found = list(commands(jobs, "gradle "))
    assert found
    for words in found:
        assert words[1:3] == ["-p", "android_demo"]
        for word in words[3:]:
            if word.startswith("-P"):
                assert f"\n{word[2:].partition('=')[0]}=" in f"\n{known}", word
            elif word.startswith(":"):
                module, task = word.rsplit(":", 1)
                assert task in TASKS[module], word
            else:
                assert word == "--console=plain"


def test_gradle_has_the_version_of_the_wrapper(jobs):
    setup = next(s for s in jobs["build"]["steps"] if "setup-gradle" in s.get("uses", ""))
    wrapper = ROOT / "android_demo" / "gradle" / "wrapper" / "gradle-wrapper.properties"
    assert f"gradle-{setup['with']['gradle-version']}-bin.zip" in wrapper.read_text()
    assert re.search(r"^distributionSha256Sum=[0-9a-f]{64}$", wrapper.read_text(), re.M)


def test_mobilec_has_every_option_that_is_given(jobs):
    known_commands = vars(typer.main.get_command(app))["commands"]
    found = list(commands(jobs, ".venv/bin/mobilec "))
    assert len(found) >= 3
    for words in found:
        command = known_commands[words[1]]
        known = {option for each in command.params for option in each.opts + each.secondary_opts}
        assert {word for word in words if word.startswith("-")} <= known, words


def test_modules_that_are_run_can_be(jobs):
    for words in commands(jobs, ".venv/bin/python "):
        assert words[1] == "-m"
        assert (ROOT / f"{words[2].replace('.', '/')}.py").is_file(), words


def test_runs_that_did_not_pass_are_named(tmp_path):
    assert "has no run.json" in failures(tmp_path)[0]
    write_run(run(), tmp_path / "good.json")
    assert failures(tmp_path) == []
    write_run(run(measured=None, error="no atomics", exit_status=1), tmp_path / "failed.json")
    write_run(run(goldens=None), tmp_path / "unchecked.json")
    assert [line.rsplit("/", 1)[1] for line in failures(tmp_path)] == [
        "failed.json: no atomics",
        "unchecked.json: goldens: None",
    ]
