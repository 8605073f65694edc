"""The language in which a person reads the pages."""

from flask import request, session
from flask_babel import get_locale
from flask_login import current_user

from core.languages import HOME, PAGES


def language() -> str:
    """The person's own; before the sign-in what the switch said, then the browser's."""
    if current_user and current_user.is_authenticated and current_user.language in PAGES:
        return str(current_user.language)
    chosen = session.get("language")
    if chosen in PAGES:
        return str(chosen)
    return request.accept_languages.best_match(PAGES) or HOME


def page_language() -> str:
    """The language of the page that is being made."""
    locale = get_locale()
    return locale.language if locale else HOME
