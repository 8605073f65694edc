"""What the codes of the packages say to people, in the language of the reader.

Door: `refusals`.
"""
