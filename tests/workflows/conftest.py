from pathlib import Path

import pytest

from workflows.document import ScriptDocument
from workflows.engine.walking import CompiledScript, compile_script
from workflows.formats.yaml_io import load_script

LIFT = Path(__file__).with_name("lift.yaml")


@pytest.fixture(scope="session")
def lift_document() -> ScriptDocument:
    return load_script(LIFT.read_bytes())


@pytest.fixture(scope="session")
def lift(lift_document: ScriptDocument) -> CompiledScript:
    return compile_script(lift_document)
