"""All that is known of a kind of model: a file each, and the registry that names them."""
