"""Translation."""

from exporters.tasks import translation
from exporters.tasks.task import Part
from mobilec.tasks.task import Loader, Task, Wording

TASK = Task(
    core=translation.TASK,
    loader=Loader(
        optimum="text2text-generation",
        # The name counts too: optimum takes BART's generator for a fill-mask model.
        suffixes=(
            "MarianMTModel",
            "MarianNmtForConditionalGeneration",
            "BartForConditionalGeneration",
        ),
        auto="AutoModelForSeq2SeqLM",
    ),
    wording=Wording(
        "Translation",
        "translate",
        same="same tokens",
        quality="BLEU and chrF",
        rates=("first token", "tokens/s"),
    ),
    options="translation",
    files=Part("mobilec.checkpoint.kinds", "TRANSLATOR"),
    measure=Part("mobilec.evaluation.translating", "Translating"),
    opened=Part("mobilec.evaluation.translate", "OpenTranslator"),
    data=Part("mobilec.compression.data.calibration", "PAIRS"),
    words=Part("mobilec.compression.vocabulary.opened", "of_translator"),
    examples=Part("mobilec.training.finetuning.sources", "PAIRS"),
    metric=Part("mobilec.training.measures", "WORDS"),
    exporting=Part("mobilec.exporting.translation", "EXPORTING"),
    figures=Part("mobilec.packing.quality", "translator"),
    workload=Part("mobilec.benchmarking.host.translating", "Translating"),
)
