"""The client's sites, assets and people, for type-ahead on the desk."""
