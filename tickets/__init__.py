"""What the client's team gets: tickets with answers, history and search."""
