"""What the ids of a tokenizer were held against."""

from dataclasses import dataclass, replace

from tokenizers import Tokenizer

from exporters.verify.finding import Finding

GATE = "ids"


@dataclass(frozen=True)
class Held:
    """``against``: what gave the same ids (SentencePiece, a class of transformers). ``texts``: how
    many were compared. ``notes``: who gave others, which was followed, and why. ``nameless``: rows
    of the model's table that are the id of no word. ``pairs``: how many pairs of texts were
    compared besides."""

    against: tuple[str, ...] = ()
    texts: int = 0
    notes: tuple[str, ...] = ()
    nameless: int = 0
    pairs: int = 0

    def and_(self, other: "Held") -> "Held":
        """Both together."""
        against = tuple(dict.fromkeys((*self.against, *other.against)))
        texts, nameless = max(self.texts, other.texts), max(self.nameless, other.nameless)
        notes, pairs = (*self.notes, *other.notes), max(self.pairs, other.pairs)
        return Held(against, texts, notes, nameless, pairs)

    def and_rows(self, tokenizer: Tokenizer, rows: int) -> "Held":
        """With a note where a table of so many ``rows`` has some that no name leads to."""
        named = {id for id in tokenizer.get_vocab(with_added_tokens=True).values() if id < rows}
        if len(named) >= rows:
            return self
        return replace(self, nameless=rows - len(named))

    def finding(self) -> Finding:
        """As the gates of a bundle report. What differs without a reason was refused before."""
        beside = f" and {self.pairs} pairs" if self.pairs else ""
        said = f"{self.texts} texts{beside} become the ids of {' and of '.join(self.against)}"
        if not self.against:
            said = "tokenizer.json alone says what the ids are: nothing else could be asked"
        rows = f"{self.nameless} rows of the table are the id of no word" if self.nameless else ""
        message = "; ".join(part for part in (said, *self.notes, rows) if part)
        figures = {"texts": self.texts, "pairs": self.pairs, "nameless": self.nameless}
        return Finding(GATE, "", True, message, figures)
