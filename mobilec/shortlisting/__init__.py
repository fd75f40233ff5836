"""Which target words a source word may become, learnt from translated sentences."""
