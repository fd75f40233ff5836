"""chrF and BLEU are sacrebleu's, with their signatures; tokens agree place by place."""

import pytest
import sacrebleu

from mobilec.evaluation.translation_metrics import corpus_score, token_agreement

SAID = ["Der Hund schläft.", "Ich gehe heute nicht nach Hause."]
MEANT = ["Der Hund schläft.", "Ich gehe heute nach Hause."]


def test_they_are_the_librarys() -> None:
    score = corpus_score(SAID, MEANT, "de")
    assert score.values["BLEU"] == sacrebleu.corpus_bleu(SAID, [MEANT]).score
    assert score.values["chrF"] == sacrebleu.corpus_chrf(SAID, [MEANT]).score
    assert "tok:13a" in score.signatures["BLEU"]
    assert score.signatures["chrF"].startswith("nrefs:1")


def test_equal_text_has_every_point_and_other_text_less() -> None:
    assert corpus_score(MEANT, MEANT, None).values == pytest.approx({"chrF": 100, "BLEU": 100})
    assert corpus_score(SAID, MEANT, None).values["chrF"] < 99


def test_a_language_without_spaces_is_cut_into_characters() -> None:
    score = corpus_score(["私は猫です"], ["私は犬です"], "jpn_Jpan")
    assert "tok:char" in score.signatures["BLEU"]


def test_as_many_translations_as_references() -> None:
    with pytest.raises(ValueError, match="1 translations, 2 references"):
        corpus_score(SAID[:1], MEANT, "de")


def test_tokens_agree_place_by_place() -> None:
    assert token_agreement([[1, 2, 3]], [[1, 2, 3]]) == 1
    assert token_agreement([[1, 2]], [[1, 2, 3, 4]]) == 0.5
    assert token_agreement([[1, 9, 3], [5]], [[1, 2, 3], [5]]) == 0.75
