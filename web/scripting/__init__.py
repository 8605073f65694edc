"""Pages for people who write scripts."""
