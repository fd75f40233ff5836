"""Our files beside what the usual tools make; each module says what it compares."""
