"""Scripts that lead an agent through a call: the document, the pure engine, runs, answers."""
