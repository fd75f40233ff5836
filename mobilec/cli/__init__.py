"""The command line: a file a command, and the tables that they share."""
