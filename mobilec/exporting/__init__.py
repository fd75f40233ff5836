"""Options, plan and the export itself; a file a task."""
