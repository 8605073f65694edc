"""The telephone provider's side of the wire, for the demo, tests, load and training.

The application is called, called back and asked for tokens exactly as the real provider would;
it never knows. What is quoted from the provider and what is guessed is in docs/simulator.md.

Door: `server`, `remote` (a simulator in another process) and `cli`.
"""
