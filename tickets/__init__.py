"""Tickets for the clients' teams, with answers, history and search."""
