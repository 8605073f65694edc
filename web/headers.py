"""The headers of every answer: nothing inline, nothing from elsewhere, nothing framed."""

from flask import Response, request

from core.config import settings
from voice import gateway
from web.desk import browser_phone


def secure(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", _content_policy())
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", _permissions_policy())
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if settings().cookies_secure:
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if not request.path.startswith("/static/"):
        headers.setdefault("Cache-Control", "no-store")
    return response


def _has_phone() -> bool:
    """Whether this page has the phone of real calls."""
    return request.endpoint == "desk.page" and browser_phone.is_sdk()


def _content_policy() -> str:
    """The provider's scripts are in our own bundle, so scripts come from nowhere else."""
    connect, media = [settings().stream_url], [settings().stream_url]
    if not browser_phone.is_sdk():
        connect.append(settings().twilio_api_base_url)
        media.append(settings().twilio_api_base_url)
    elif _has_phone():
        hosts = gateway.phone_hosts()
        connect.extend(hosts.connect)
        media.extend(hosts.media)
    policy = {
        "default-src": ["'self'"],
        "connect-src": ["'self'", *connect],
        "media-src": ["'self'", *media, "blob:"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(" ".join([name, *filter(None, sources)]) for name, sources in policy.items())


def _permissions_policy() -> str:
    microphone = "(self)" if _has_phone() else "()"
    return f"microphone={microphone}, camera=(), geolocation=()"
