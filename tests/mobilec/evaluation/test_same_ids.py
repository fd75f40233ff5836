"""No figure is of a model whose texts were read otherwise."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tokenizers import Tokenizer, normalizers

from exporters.errors import Refused
from exporters.text.words import Words
from mobilec.evaluation.same_ids import refuse_other_ids
from tests.models import tokenizer


def bundle(made: Tokenizer) -> Any:
    return SimpleNamespace(folder=Path("bundle"), tokenizer=made, words=Words(made, made))


@pytest.mark.parametrize("translates", [False, True])
def test_other_ids_are_refused(translates: bool) -> None:
    made = tokenizer().backend_tokenizer
    text = SimpleNamespace(words=Words(made, made)) if translates else None
    checkpoint: Any = SimpleNamespace(tokenizer=made, text=text, source="here")
    refuse_other_ids(bundle(made), checkpoint)
    other = Tokenizer.from_str(made.to_str())
    other.normalizer = normalizers.BertNormalizer(strip_accents=False)
    with pytest.raises(Refused, match="bundle gives other ids than that of here for .*export it"):
        refuse_other_ids(bundle(other), checkpoint)
