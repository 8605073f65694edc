"""Scripts on their way: drafts, their history, reviews and comments."""
