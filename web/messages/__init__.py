"""Sentences for the codes of the packages, in the language of the reader.

Door: a module for each kind of code.
"""
