"""The rows of calls: found, read, and locked for a change."""

from sqlalchemy import select

from core.db import session
from voice.models import Call


class UnknownCall(LookupError):
    """There is no such call."""


def find(provider_sid: str) -> Call | None:
    return session.scalars(select(Call).filter_by(provider_sid=provider_sid)).first()


def get(call_id: str) -> Call:
    """The call; raises UnknownCall."""
    call = session.get(Call, call_id)
    if call is None:
        raise UnknownCall(call_id)
    return call


def locked(call_id: str) -> Call:
    """The call as it is now, and nobody else's until this transaction ends."""
    wanted = select(Call).where(Call.id == call_id).with_for_update()
    call = session.scalars(wanted, execution_options={"populate_existing": True}).first()
    if call is None:
        raise UnknownCall(call_id)
    return call
