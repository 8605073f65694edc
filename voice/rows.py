"""The rows of calls: found, read, locked for a change, and let go before the provider is asked."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sqlalchemy import Select, bindparam, select
from sqlalchemy.event import listen
from sqlalchemy.orm import Session, SessionTransaction

from core import db
from core.db import session
from voice.models import Call

P = ParamSpec("P")
Answer = TypeVar("Answer")


_HAS_SID = Call.provider_sid == bindparam("sid")
_ID_BY_SID = select(Call.id).where(_HAS_SID)
_BY_SID = select(Call).where(_HAS_SID)
_LOCKED_BY_SID = _BY_SID.with_for_update()
_LOCKED_BY_ID = select(Call).where(Call.id == bindparam("id")).with_for_update()


class UnknownCall(LookupError):
    """There is no such call."""


def find(provider_sid: str) -> Call | None:
    return session.scalars(_BY_SID, {"sid": provider_sid}).first()


def is_known(provider_sid: str) -> bool:
    """Whether there is such a call; cheaper than to find it, for one that mostly is new."""
    return db.columns(_ID_BY_SID, {"sid": provider_sid}).first() is not None


def get(call_id: str) -> Call:
    """The call; raises UnknownCall."""
    call = session.get(Call, call_id)
    if call is None:
        raise UnknownCall(call_id)
    return call


def locked(call_id: str) -> Call:
    """The call as it is now, locked until this transaction ends.

    A call that this transaction has locked is not read again: nobody can have changed it since.
    """
    call = session.info.get("locked calls", {}).get(call_id) or _lock(_LOCKED_BY_ID, id=call_id)
    if call is None:
        raise UnknownCall(call_id)
    return call


def find_locked(provider_sid: str) -> Call | None:
    """The same by the provider's name for it."""
    return _lock(_LOCKED_BY_SID, sid=provider_sid)


def commit_then_ask(ask: Callable[P, Answer], *args: P.args, **kwargs: P.kwargs) -> Answer:
    """Commit, then ask the provider with `ask`, which asks by functions of `voice.gateway`.

    Operations leave the commit to routes and jobs but for this one: the provider takes seconds and
    calls us back meanwhile, so no row may be locked while it is asked. Raises GatewayError; what
    was written before stays written.
    """
    db.commit()
    return ask(*args, **kwargs)


def _lock(chosen: Select[Call], **which: str) -> Call | None:
    current = session()
    call = current.scalars(chosen, which, execution_options={"populate_existing": True}).first()
    if call and not current.in_nested_transaction():  # one that is undone gives its locks back
        current.info.setdefault("locked calls", {})[call.id] = call
    return call


def _forget_locks(current: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        current.info.pop("locked calls", None)


listen(session, "after_transaction_end", _forget_locks)
