"""Errors that say why an agent may not do something with a call."""


class UnknownOffer(LookupError):
    """There is no such offer for this person."""


class AlreadyTaken(RuntimeError):
    """Somebody else was quicker (`by` is their name), or the caller is gone (`by` is "")."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


class AgentBusy(RuntimeError):
    """The agent talks in another call, or has as many as one person can keep an eye on."""


class NotNow(RuntimeError):
    """The call is in a state in which this cannot be done; the text is that state."""


class ColleagueUnavailable(RuntimeError):
    """The colleague takes no call now, or none of this client; the text is their name or ""."""


class Transferred(RuntimeError):
    """A colleague (`by`) has the call now: a late answer of the former agent is not saved."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by
