"""The locked packages of development hold those with which the service runs."""

from pathlib import Path

ROOT = Path(__file__).parents[2]


def pins(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {line.removesuffix(" \\") for line in lines if "==" in line[:80] and line[:1].isalnum()}


def test_what_the_service_needs_is_there_for_its_tests() -> None:
    assert len(pins("requirements.txt")) > 40
    assert pins("requirements.txt") <= pins("requirements-dev.txt")
