"""The simulated provider, for the commands that ask it."""

from tests.voice.provisioning.world import address as address
from tests.voice.provisioning.world import number as number
from tests.voice.provisioning.world import second_host as second_host
from tests.voice.provisioning.world import simulator as simulator
