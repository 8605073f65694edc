"""What a call leaves on its ticket: answers, urgency, evidence, joining, another script.

Door: `ticket_of_call`, `joining`, `script_switch`, `evidence` and `facts`.
"""
