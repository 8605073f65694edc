"""Every package's tables in one import: migrations and schema checks need them all."""

from core import audit, clock, outbox, screen, sign_ins, tenants
from tickets import models as tickets
from transcription import models as transcription
from voice import models as voice
from voice.schedule import on_call
from web.accounts import attempts
from workflows import models as workflows
from workflows.directory import models as directory
from workflows.drafting import models as drafting

__all__ = [
    "attempts",
    "audit",
    "clock",
    "directory",
    "drafting",
    "on_call",
    "outbox",
    "screen",
    "sign_ins",
    "tenants",
    "tickets",
    "transcription",
    "voice",
    "workflows",
]
