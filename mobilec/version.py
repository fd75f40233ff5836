"""The version of mobilec."""

VERSION = "0.1.0"
