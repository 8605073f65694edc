"""Accounts: sign-in, passwords, and the commands that make accounts.

Door: `auth`, `passwords` and `cli`.
"""
