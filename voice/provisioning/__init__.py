"""Sets up a number and the TwiML App at the provider, and checks all that a line depends on.

Door: `plan`, `checks`, `fallback`, and `Finding`, of which the checks make a list; `refused` says
what to do where the provider refuses.
"""

from voice.provisioning.findings import Finding as Finding
from voice.provisioning.findings import Level as Level
from voice.provisioning.findings import refused as refused
