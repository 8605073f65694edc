"""Everything a person sees: the application, its pages, the desk's interface, the commands."""
