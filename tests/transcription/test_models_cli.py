from pathlib import Path

import pytest
from click.testing import CliRunner

from transcription.cli import models


def test_every_model_is_listed_with_what_is_here() -> None:
    result = CliRunner().invoke(models, ["list"])
    assert result.exit_code == 0
    korean = [line for line in result.output.splitlines() if line.startswith("ko")]
    assert len(korean) == 1
    assert "installed" in korean[0]
    assert sum(line.startswith(("fr", "en")) for line in result.output.splitlines()) == 4


def test_a_language_without_model_is_one_sentence() -> None:
    result = CliRunner().invoke(models, ["install", "xx"])
    assert result.exit_code == 1
    assert "No speech model for xx" in result.output


def test_verify_says_that_no_model_is_installed(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from core import config

    environment.setenv("MODELS_DIR", str(tmp_path / "none"))
    config.settings.cache_clear()
    result = CliRunner().invoke(models, ["verify"])
    assert result.exit_code == 1
    assert "No model is installed" in result.output
