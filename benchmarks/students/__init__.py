"""Firefox's translators in our formats beside the engines that were made for them."""
