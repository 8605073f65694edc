"""What is different between two versions of a script, in words for a reader.

Door: `changes` and `aligning`.
"""
