"""The command that makes a shipped folder."""

from typer.testing import CliRunner

from mobilec.packing.__main__ import app


def test_a_folder_by_command(trained, dev, tmp_path):
    command = [str(trained), "-o", str(tmp_path / "packed"), "--dev", str(dev)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    assert (tmp_path / "packed" / "model.safetensors").is_file()
    again = CliRunner().invoke(app, command)
    assert again.exit_code == 1
    assert "refused" in again.output
