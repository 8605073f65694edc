"""Work that goes on beside the calls: tasks, the clock's rounds, the worker, reconciliation.

Door: `registry`, which registers every task and round when imported, and `worker`.
"""
