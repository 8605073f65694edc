"""What is wrong, or probably wrong, with a whole script; each finding says how to mend it.

Door: `lint`, `review` (findings of a draft that need not be valid) and `shape_faults`.
"""

from workflows.linting.check import lint
from workflows.linting.finding import Fault, Finding

__all__ = ["Fault", "Finding", "lint"]
