"""Finding in what was said the words that prove what was typed."""
