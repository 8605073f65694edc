"""The provider's regions, which share nothing: what is in one of them is not known in the others.

Names: https://www.twilio.com/docs/global-infrastructure/api-domain-migration-guide
Edges: https://www.twilio.com/docs/global-infrastructure/edge-locations
"""

from typing import Final, NamedTuple


class Region(NamedTuple):
    """`api` is the address of its REST interface; by its `edges` a browser's phone comes in, by the
    first one unless another is set.

    Outside of the United States an address without an edge would be answered by the United States.
    """

    api: str
    edges: tuple[str, ...]

    @property
    def api_edge(self) -> str | None:
        """The edge in the address of its REST interface, None where there is none."""
        names = self.api.split(".")
        return names[1] if len(names) > 3 else None

    @property
    def public_edges(self) -> tuple[str, ...]:
        """Those that need no line of one's own to the provider."""
        return tuple(edge for edge in self.edges if not edge.endswith("-ix"))


UNITED_STATES: Final = "us1"  # whatever names no region is there
NEAREST_EDGE: Final = "roaming"
REGIONS = {
    UNITED_STATES: Region(
        "https://api.twilio.com",
        (
            NEAREST_EDGE, "ashburn", "umatilla", "dublin", "frankfurt", "sao-paulo", "singapore",
            "sydney", "tokyo", "ashburn-ix", "san-jose-ix", "london-ix", "frankfurt-ix",
            "singapore-ix", "sydney-ix", "tokyo-ix",
        ),
    ),
    "ie1": Region("https://api.dublin.ie1.twilio.com", ("dublin", "london-ix")),
    "au1": Region("https://api.sydney.au1.twilio.com", ("sydney", "sydney-ix")),
}  # fmt: skip
