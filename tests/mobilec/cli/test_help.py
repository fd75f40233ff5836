"""Help answers without the heavy libraries, and says how the process ends."""

import subprocess
import sys

import pytest

from mobilec.cli.main import app
from mobilec.cli.output import EXIT_STATUS, Status

COMMANDS = [command.callback.__name__ for command in app.registered_commands]
WORDS = [
    (),
    *((command,) for command in COMMANDS),
    *((group.typer_instance.info.name,) for group in app.registered_groups),
    *(
        (group.typer_instance.info.name, command.callback.__name__)
        for group in app.registered_groups
        for command in group.typer_instance.registered_commands
    ),
]
"""Whatever can stand before --help."""

HEAVY = {
    *("torch", "transformers", "numpy", "tokenizers", "optimum", "scipy", "accelerate", "datasets"),
    *("executorch", "onnx", "onnxscript", "onnxruntime", "coremltools"),
    *("tensorly", "opt_einsum", "safetensors", "huggingface_hub", "sentencepiece", "sacrebleu"),
    *("yaml", "jsonschema", "jinja2", "google", "requests", "httpx"),
    # Light beside those, and still a third of the time of help each.
    *("rich", "pydantic", "pydantic_core"),
}

ASK = """
import sys
from mobilec.cli.main import app
app(sys.argv[1:], standalone_mode=False)
print("LOADED", *{name.split(".")[0] for name in sys.modules})
"""


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_help_loads_nothing_heavy(words):
    command = [sys.executable, "-c", ASK, *words, "--help"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.split("LOADED")[1].split())
    assert "typer" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_help_has_nothing_of_a_default_for_itself(call, words):
    """``Group`` gives its option of help one."""
    (line,) = [line for line in call(*words, "--help").stdout.splitlines() if "-h, --help" in line]
    assert "default" not in line


@pytest.mark.parametrize("words", [(), *((command,) for command in COMMANDS)])
def test_help_documents_the_exit_status(call, words):
    text = " ".join(call(*words, "--help").stdout.split())
    assert EXIT_STATUS in text
    assert all(f"{status.value} " in EXIT_STATUS for status in Status)


def test_the_main_library_calls_are_commands():
    assert {"export", "inspect", "verify", "evaluate", "models"} <= set(COMMANDS)


def test_version(call):
    assert call("--version").stdout == "mobilec 0.1.0\n"


@pytest.mark.parametrize(
    "words",
    [[], ["explode"], ["export", "--target", "toaster"], ["verify"], ["train"], ["arm", "leg"]],
)
def test_wrong_usage_is_status_2(call, words):
    assert call(*words).exit_code == Status.USAGE
