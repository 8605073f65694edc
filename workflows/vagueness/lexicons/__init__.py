"""What the meter knows of French and English, one module for each kind of sign."""
