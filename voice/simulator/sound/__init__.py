"""What goes over a telephone line: sound, the words of the provider's voice, a talk of two people.

Door: all modules; the rest of the simulator uses them.
"""
