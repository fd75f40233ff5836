"""Gates of classifiers."""
