"""Accounts: sign-in, passwords, and the commands that make accounts.

Door: `attempts` (a table), `auth`, `passwords` and `cli`.
"""
