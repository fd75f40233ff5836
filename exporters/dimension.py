"""Sizes that a program leaves open until it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dimension:
    """A size that is known only when the program runs, between two bounds (both included)."""

    name: str
    minimum: int
    maximum: int

    def __post_init__(self) -> None:
        if not 1 <= self.minimum <= self.maximum:
            raise ValueError(f"{self.name}: bounds {self.minimum}..{self.maximum} are empty")
