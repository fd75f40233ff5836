"""Gate of the whole bundle: its tokenizers make the ids and the words that the goldens have."""

from exporters.bundle.bundle import Bundle
from exporters.bundle.translation_golden import TranslationGolden
from exporters.verify.finding import Finding


def check(bundle: Bundle) -> Finding:
    """Every golden sentence to ids, and every golden translation to text."""
    golden = bundle.golden
    assert isinstance(golden, TranslationGolden), "the gates were picked by the task"
    faults = []
    for sentence in golden.sentences:
        ids, said = bundle.words.ids(sentence.text), bundle.words.text(sentence.searched)
        if tuple(ids) != sentence.input_ids:
            faults.append(f"{sentence.text!r} gives {ids[:8]}, not {sentence.input_ids[:8]}")
        if said != sentence.translation:
            faults.append(f"{sentence.searched[:8]} say {said!r}, not {sentence.translation!r}")
    message = f"{len(golden.sentences)} sentences ({golden.language}) become the golden ids"
    if faults:
        message = f"{len(faults)} answers are those of another tokenizer: {faults[0]}"
    elif golden.language != (bundle.words.language or golden.language):
        message += f"; there is no list of sentences for {bundle.words.language}"
    return Finding("tokenizer", "", not faults, message)
