"""Help answers without the heavy libraries, and says how the process ends."""

import subprocess
import sys

import pytest

from mobilec.cli.main import app
from mobilec.cli.output import EXIT_STATUS, Status

COMMANDS = [command.callback.__name__ for command in app.registered_commands]

HEAVY = {
    *("torch", "transformers", "numpy", "tokenizers", "optimum", "scipy"),
    *("executorch", "onnx", "onnxruntime", "coremltools"),
}

ASK = """
import sys
from mobilec.cli.main import app
app(sys.argv[1:], standalone_mode=False)
print("LOADED", *{name.split(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize("words", [["--help"], *([command, "--help"] for command in COMMANDS)])
def test_help_loads_nothing_heavy(words):
    done = subprocess.run([sys.executable, "-c", ASK, *words], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split("LOADED")[1].split())
    assert "typer" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("words", [["--help"], *([command, "--help"] for command in COMMANDS)])
def test_help_documents_the_exit_status(call, words):
    text = " ".join(call(*words).stdout.split())
    assert EXIT_STATUS in text
    assert all(f"{status.value} " in EXIT_STATUS for status in Status)


def test_the_main_library_calls_are_commands():
    assert {"export", "inspect", "verify", "evaluate", "models"} <= set(COMMANDS)


def test_version(call):
    assert call("--version").stdout == "mobilec 0.1.0\n"


@pytest.mark.parametrize("words", [[], ["explode"], ["export", "--target", "toaster"], ["verify"]])
def test_wrong_usage_is_status_2(call, words):
    assert call(*words).exit_code == Status.USAGE
