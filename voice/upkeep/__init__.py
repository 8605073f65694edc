"""Work that goes on beside the calls: tasks, the clock's rounds, the worker, reconciliation."""
