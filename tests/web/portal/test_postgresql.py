"""The portal's pages on PostgreSQL, which is stricter than SQLite about what it is asked."""

import pytest

from tests.conftest import make_world, token_for
from tests.web.portal.finished_calls import whole_case
from web.app import create_app

pytestmark = pytest.mark.postgresql


def test_pages_and_odd_questions_are_answered(postgresql_database: str) -> None:
    world = make_world()
    done = whole_case(world.acme.id, world.ana)
    ticket, recording = done.ticket.id, done.recordings[0].id
    browser = create_app().test_client()
    with browser.session_transaction() as session:
        session["_user_id"] = token_for(world.rita)
    there = [
        "/tickets", "/tickets?q=%00", "/tickets?q=pump&team=On+call&state=open&period=month",
        "/tickets?q=01+99+00+00+42", "/tickets?client=none", "/tickets?q=%25&caller=%00",
        f"/tickets/{ticket}", f"/api/tickets/{ticket}", f"/api/tickets/{ticket}/mark",
        f"/recordings/{recording}/audio",
    ]  # fmt: skip
    codes = {path: browser.get(path).status_code for path in there}
    assert codes == dict.fromkeys(there, 200)
    not_there = ["/tickets/%00", "/api/tickets/x%00", "/recordings/%00/audio"]
    codes = {path: browser.get(path).status_code for path in not_there}
    assert codes == dict.fromkeys(not_there, 404)
