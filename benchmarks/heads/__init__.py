"""What attention heads are worth: by the loss's slope, masked one by one, alone in their layer."""
