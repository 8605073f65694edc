"""Puts a call on its ticket: answers, urgency and evidence; joins tickets, switches scripts.

Door: `ticket_of_call`, `joining`, `script_switch`, `evidence` and `facts`.
"""
