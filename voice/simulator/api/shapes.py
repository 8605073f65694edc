"""How the REST API writes its resources down as JSON."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from flask import request

from voice.simulator.network.conference import Conference, Participant
from voice.simulator.network.exchange import API_VERSION
from voice.simulator.network.legs import Leg
from voice.simulator.network.recordings import Recording
from voice.simulator.network.webhooks import rfc2822

Json = dict[str, Any]


def day(moment: float) -> str:
    return datetime.fromtimestamp(moment, UTC).date().isoformat()


def date(moment: float | None) -> str | None:
    return None if moment is None else rfc2822(moment)


def error(status: int, code: int, message: str) -> Json:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return {"status": status, "code": code, "message": message, "more_info": more}


def page(name: str, items: Sequence[object], number: int, size: int, more: bool) -> Json:
    query = [(key, value) for key, value in request.args.items(multi=True) if key != "Page"]
    rest = "&".join(f"{key}={value}" for key, value in query)
    following = f"{request.path}?Page={number + 1}&{rest}".rstrip("&") if more else None
    return {
        name: list(items),
        "page": number,
        "page_size": size,
        "start": number * size,
        "end": number * size + max(0, len(items) - 1),
        "uri": request.full_path.rstrip("?"),
        "first_page_uri": f"{request.path}?Page=0&{rest}".rstrip("&"),
        "previous_page_uri": None,
        "next_page_uri": following,
    }


def call(leg: Leg) -> Json:
    account = leg.exchange.credentials.account_sid
    return {
        "sid": leg.sid,
        "account_sid": account,
        "api_version": API_VERSION,
        "from": leg.party.from_number,
        "to": leg.party.to_number,
        "from_formatted": leg.party.from_number,
        "to_formatted": leg.party.to_number,
        "direction": "inbound",
        "status": leg.status,
        "date_created": date(leg.created_at),
        "date_updated": date(leg.ended_at or leg.answered_at or leg.created_at),
        "start_time": date(leg.answered_at or leg.created_at),
        "end_time": date(leg.ended_at),
        "duration": str(leg.seconds) if leg.ended_at is not None else None,
        "parent_call_sid": None,
        "forwarded_from": None,
        "caller_name": None,
        "uri": f"/{API_VERSION}/Accounts/{account}/Calls/{leg.sid}.json",
        "subresource_uris": {},
    }


def conference(room: Conference) -> Json:
    account = room.exchange.credentials.account_sid
    return {
        "sid": room.sid,
        "account_sid": account,
        "api_version": API_VERSION,
        "friendly_name": room.room,
        "status": room.status,
        "region": room.exchange.account.region,
        "reason_conference_ended": room.reason_ended or None,
        "call_sid_ending_conference": room.ended_by or None,
        "date_created": date(room.created_at),
        "date_updated": date(room.updated_at),
        "uri": f"/{API_VERSION}/Accounts/{account}/Conferences/{room.sid}.json",
        "subresource_uris": {},
    }


def participant(room: Conference, item: Participant) -> Json:
    account = room.exchange.credentials.account_sid
    return {
        "account_sid": account,
        "call_sid": item.leg.sid,
        "conference_sid": room.sid,
        "label": item.label or None,
        "muted": item.muted,
        "hold": item.held,
        "coaching": False,
        "call_sid_to_coach": None,
        "start_conference_on_enter": item.start_on_enter,
        "end_conference_on_exit": item.end_on_exit,
        "status": "connected",
        "date_created": date(room.created_at),
        "date_updated": date(room.updated_at),
        "uri": f"/{API_VERSION}/Accounts/{account}/Conferences/{room.sid}"
        f"/Participants/{item.leg.sid}.json",
    }


def recording(item: Recording) -> Json:
    """One that runs, is paused or was stopped is `processing`: only its callbacks say more."""
    account = item.leg.exchange.credentials.account_sid
    uri = f"/{API_VERSION}/Accounts/{account}/Recordings/{item.sid}"
    finished = item.status == "completed"
    encrypted = item.leg.exchange.account.encrypted
    status = item.status if item.status in ("completed", "absent") else "processing"
    if item.deleted:
        status = "deleted"
    return {
        "sid": item.sid,
        "account_sid": account,
        "api_version": API_VERSION,
        "call_sid": item.leg.sid,
        "conference_sid": item.order.conference_sid or None,
        "status": status,
        "channels": item.order.channels,
        "source": item.order.source,
        "track": "both",
        "duration": str(max(1, round(item.duration))) if finished else None,
        "start_time": date(item.started_at),
        "date_created": date(item.started_at),
        "date_updated": date(item.ended_at or item.started_at),
        "price": None,
        "price_unit": "USD",
        "error_code": item.error_code or None,
        "encryption_details": {"type": "rsa-aes"} if encrypted else None,
        "media_url": f"https://api.twilio.com{uri}",
        "uri": f"{uri}.json",
        "subresource_uris": {},
    }
