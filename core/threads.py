"""How many threads of this process answer requests; what may keep one for long is bounded by it."""

count = 100  # until gunicorn says how many it was given: other servers start as many as they need


def tell(number: int) -> None:
    """Say how many there are, before anything is answered."""
    global count
    count = number
