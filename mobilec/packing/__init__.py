"""How the shipped models were made as small as they are shipped."""
