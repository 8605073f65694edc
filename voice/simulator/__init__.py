"""The telephone provider's side of the wire, for the demo, tests, load and training.

It calls the application, calls it back and checks its tokens exactly as the real provider does, so
the application sees no difference. docs/simulator.md says what is quoted and what is guessed.

Door: `server`, `remote` (a simulator in another process) and `cli`.
"""
