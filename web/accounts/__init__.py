"""Accounts: sign-in, passwords, and the commands that make accounts.

Door: `attempts` (a table), `auth`, `demo_people`, `passwords` and `cli`.
"""
