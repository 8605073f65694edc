"""The JSON Schema of a script, for editors and for anyone who writes scripts by machine."""

from typing import Any

from workflows.document import ScriptDocument


def schema() -> dict[str, Any]:
    """Computed from the models; `docs/script.schema.json` is a copy that a test keeps equal."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **ScriptDocument.model_json_schema(by_alias=True),
        "title": "Filrouge script",
    }
