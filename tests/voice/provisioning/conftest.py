"""The parts that these tests stand on."""

from tests.voice.provisioning.world import address as address
from tests.voice.provisioning.world import number as number
from tests.voice.provisioning.world import second_host as second_host
from tests.voice.provisioning.world import simulator as simulator
