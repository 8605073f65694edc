"""The provider's end of a browser phone, for its own SDK: signalling and sound.

What it stands in for are the socket and the media servers alone; a call is a leg like any other.
Nothing that serves imports it: the packages that it needs are those of the tests.

Door: `gateway`.
"""
