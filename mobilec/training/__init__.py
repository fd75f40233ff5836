"""How the shipped models were trained: a folder for each task, and what all runs share."""
