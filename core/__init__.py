"""The base of all packages: settings, database, clients and people, tasks, screens, storage."""
