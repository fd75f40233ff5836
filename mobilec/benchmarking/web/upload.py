"""A document that came over the network: nothing in it is believed that is known here."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from math import isfinite

from exporters.errors import Refused
from exporters.outside.json_file import parse_json
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.options import WEB
from mobilec.benchmarking.run import Measured, Run, Series
from mobilec.benchmarking.run_file import parsed
from mobilec.benchmarking.variants import Variant
from mobilec.benchmarking.web.course import Outstanding

RUNNER = "typescript"
NAMES = ("short", "middle", "longest")
LONGEST_MS = 1e9
"""Of a sample: eleven days."""
_WHERE = "the document"
_OF_THE_BROWSER = ("engine_version", "delegated", "compute_units", "ran_on", "plan")
"""Fields of the variant that the manifest does not say."""


class Another(Refused):
    """A document of something else than what was asked."""


class Unfit(Refused):
    """A document that is none of a run."""


def read_upload(content: bytes, asked: Outstanding) -> Run:
    """The run in the body of a request, held against the schema and against the job."""
    try:
        document = parse_json(content, _WHERE, "send what was measured")
        run = parsed(document, _WHERE)
    except Refused as refused:
        raise Unfit(str(refused)) from refused
    _refuse_other(run, asked)
    if run.measured is not None:
        _refuse_impossible(run.measured, asked.turn.variant)
    return run


def _refuse_other(run: Run, asked: Outstanding) -> None:
    job, variant = asked.job, asked.turn.variant
    pairs = {
        "runner": (run.runner, RUNNER),
        "device.kind": (run.device.kind, WEB),
        "device.browser": (run.device.browser is not None, True),
        "session.seed": (run.session.seed, job.seed),
        "counted": (run.counted, None),
    }
    known = replace(described(variant.bundle, job.engine, job.threads, ""), provider=job.provider)
    pairs |= _fields("variant", run.variant, known, _OF_THE_BROWSER)
    pairs |= _fields("protocol", run.protocol, job.protocol)
    wrong = [
        f"{name} is {found!r:.60}, not {right!r:.60}"
        for name, (found, right) in pairs.items()
        if found != right
    ]
    if wrong:
        more = f", and {len(wrong) - 3} more" if len(wrong) > 3 else ""
        raise Another(
            f"{_WHERE} is not of the job that was given out: {'; '.join(wrong[:3])}{more}"
        )


def _fields(
    room: str, found: object, right: object, but: Iterable[str] = ()
) -> dict[str, tuple[object, object]]:
    first, second = asdict(found), asdict(right)  # type: ignore[call-overload]
    return {f"{room}.{n}": (first[n], second[n]) for n in second if n not in but}


def _refuse_impossible(measured: Measured, variant: Variant) -> None:
    """What the schema takes and no run can have, so that nothing stumbles over it later."""
    names = tuple(sentence.name for sentence in measured.sentences)
    if sorted(names) != sorted(NAMES):
        raise Unfit(f"{_WHERE} has the sentences {', '.join(names)}, not {', '.join(NAMES)}")
    manifest = variant.bundle.manifest
    methods = {method.name for method in manifest.program(variant.engine).methods}
    translates = manifest.decoding is not None
    for sentence in measured.sentences:
        if set(sentence.methods) != methods:
            raise Unfit(
                f"{_WHERE} has times of the methods {', '.join(sorted(sentence.methods))}, and the "
                f"program has {', '.join(sorted(methods))}"
            )
        if translates != (sentence.translation is not None):
            raise Unfit(
                f"{_WHERE} has times of a translator where the bundle is none, or lacks them"
            )
        series = [sentence.total_ms, sentence.tokenize_ms, sentence.run_ms, sentence.detokenize_ms]
        series += sentence.methods.values()
        times = sentence.translation
        series += [times.encode_ms, times.first_token_ms, times.per_token_ms] if times else []
        _refuse_endless(series)
    load = measured.load
    singles = (load.cold_ms, load.warm_ms, load.first_run_ms, load.tokenizer_ms)
    _refuse_long(ms for each in (*singles, load.first_answer_ms) for ms in each)


def _refuse_endless(series: Iterable[Series]) -> None:
    _refuse_long(sample for each in series for sample in each.samples)


def _refuse_long(samples: Iterable[float]) -> None:
    longest = max(samples, default=0.0)
    if not isfinite(longest) or longest > LONGEST_MS:
        raise Unfit(f"{_WHERE} has a sample of {longest:g} ms, and no run takes as long")
