"""The command: options reach the run, refusals end it with status 1, help needs no torch."""

import subprocess
import sys

from typer.testing import CliRunner

from mobilec.training.__main__ import app


def arguments(options) -> list[str]:
    return [
        *("--model", str(options.model)),
        *("--train", str(options.train)),
        *("--dev", str(options.dev)),
        *("-o", str(options.output)),
        *("--labels", "negative,positive", "--epochs", "1", "--batch-size", "8"),
    ]


def test_a_run_by_command(options):
    result = CliRunner().invoke(app, arguments(options))
    assert result.exit_code == 0, result.output
    assert "dev accuracy 0." in result.output or "dev accuracy 1." in result.output
    assert (options.output / "model.safetensors").is_file()


def test_a_refusal_is_one_line_and_status_1(options):
    options.dev.write_text("sentence\tlabel\nthe film\t3\n")
    result = CliRunner().invoke(app, arguments(options))
    assert result.exit_code == 1
    assert "dev.tsv, line 2: the label '3' is unknown" in result.output
    assert not options.output.exists()


def test_the_command_is_defined_without_torch():
    ask = "import sys, mobilec.training.__main__; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
