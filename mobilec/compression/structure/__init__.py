"""What methods share that take parts of a model away: heads, neurons, features, layers."""
