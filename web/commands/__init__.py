"""Commands of the service: set-up of clients, the demo, the processes of a development machine.

Door: `cli`, which registers the commands.
"""
