"""Where the ARM set-up of this machine lies: one folder a set of versions, in the user's cache."""

from importlib.metadata import version

from mobilec.fetching.cache import Cache, user_cache

PACKAGES = ("executorch", "onnxruntime", "numpy")
"""Of each the ARM wheel of the version that is installed here."""


def installed() -> dict[str, str]:
    """Package to version."""
    return {name: version(name) for name in PACKAGES}


def default_cache() -> Cache:
    """mobilec/arm64/<versions> in the user's cache."""
    return Cache(user_cache("arm64").part("-".join(installed().values())))
