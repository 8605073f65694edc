"""What a call leaves on its ticket: answers, urgency, evidence, joining, another script."""
