"""What every package stands on: settings, database, clients and people, tasks, screens, storage."""
