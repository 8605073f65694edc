"""What the codes of the packages say to people, in the language of the reader.

Door: a module for each kind of code.
"""
