"""How many examples Hypothesis tries."""

import os

ON_BUILD_MACHINE = bool(os.environ.get("CI"))


def examples(count: int) -> int:
    """So many where CI is set; on one's own machine a third, the same each time."""
    return count if ON_BUILD_MACHINE else max(count // 3, 20)
