"""A call with the provider's own SDK: both sides hear each other."""

from tests.browser.conftest import Live
from tests.browser.desk_page import hang_up, take
from tests.browser.phone import sound
from tests.browser.waiting import until
from voice.simulator.signalling.gateway import Gateway


def test_both_sides_hear_each_other_until_the_agent_hangs_up(live: Live, gateway: Gateway):
    desk = live.page_of(live.world.ana)
    desk.add_init_script(sound.KEEP_CONNECTIONS)
    desk.goto("/desk")
    desk.locator("[data-status=available]").click()
    live.ring()
    take(desk)
    [phone] = gateway.calls
    sound.is_heard(desk, phone)
    sound.hears(desk)
    desk.locator("[data-act=mute]").click()
    sound.is_silent(desk, phone)
    desk.locator("[data-act=mute]").click()
    sound.is_heard(desk, phone)
    hang_up(desk)
    until(desk, phone.leg.ended.is_set)
    assert phone.leg.status == "completed"
