"""From runs to tickets, for those who may see them."""

from collections.abc import Callable

from core import db
from core.tenants import User
from tests.conftest import World
from tests.web.conftest import Person
from voice.models import Call
from web.scripting.calls import tickets_of_runs


def test_the_tickets_of_runs_stay_behind_the_wall(
    signed_in: Callable[[User], Person], case: dict[str, str], world: World
) -> None:
    run_id = str(db.session.get_one(Call, case["call_id"]).run_id)
    seen = {}
    for user in (world.ana, world.sofia, world.gus):
        with signed_in(user).browser as browser:
            browser.get("/tickets")
            seen[user.name] = [one.id for one in tickets_of_runs([run_id]).values()]
    assert seen == {"Ana": [case["ticket_id"]], "Sofia": [case["ticket_id"]], "Gus": []}
