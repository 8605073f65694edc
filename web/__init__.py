"""What people use: the application, its pages, the desk's interface, the commands."""
