"""What the commands about the audit log say."""

from flask import Flask
from sqlalchemy import update

from core import audit, db
from core.audit import AuditEntry
from core.db import session


def test_the_commands_say_what_holds(app: Flask) -> None:
    for action in ("client.created", "user.created", "audio.played"):
        audit.record(action)
    db.commit()
    runner = app.test_cli_runner()
    noted = runner.invoke(args=["audit", "head"]).output.strip()
    said = runner.invoke(args=["audit", "verify", noted])
    assert (
        said.exit_code == 0 and said.output == f"Every entry is as it was written, up to {noted}.\n"
    )
    assert "beside a head" in runner.invoke(args=["audit", "verify"]).output
    refused = runner.invoke(args=["audit", "verify", other := f"2:{'0' * 64}"])
    assert refused.exit_code == 1 and f"no longer has the entry {other}" in refused.output
    for wrong in (noted[2:], noted[:-1], "two"):
        refused = runner.invoke(args=["audit", "verify", wrong])
        assert refused.exit_code == 2 and "is not what `flask audit head` prints" in refused.output
    session.execute(update(AuditEntry).where(AuditEntry.number == 2).values(subject="me"))
    session.commit()
    refused = runner.invoke(args=["audit", "verify"])
    assert refused.exit_code == 1 and "Entry 2 was changed" in refused.output
