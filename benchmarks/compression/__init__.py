"""Each method of compression alone, on both shipped tasks, at two budgets."""
