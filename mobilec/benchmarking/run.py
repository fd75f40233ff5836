"""run.json as dataclasses: what was measured, of which variant, on what. See docs/benchmarking.md.

Fields are those of run.schema.json, which says what each means; a test holds both equal. One with a
default, which one kind of device alone has or only newer runners write, may be absent there.
"""

import json
from dataclasses import asdict, dataclass
from typing import Any

from mobilec.benchmarking.browser import Browser
from mobilec.benchmarking.clocks import Clocked, CoreKind
from mobilec.benchmarking.counts import Counted
from mobilec.benchmarking.pages import Rollup
from mobilec.benchmarking.statistics import Statistics, statistics

SCHEMA = 1


@dataclass(frozen=True)
class Session:
    """What variants that are compared have in common, and the places of this one in it."""

    id: str
    seed: int
    variants: int
    rounds: int
    index: tuple[int, ...]


@dataclass(frozen=True)
class App:
    """What measured, and how it was built."""

    name: str
    version: str
    commit: str
    build_type: str


@dataclass(frozen=True)
class Device:
    """Where it ran."""

    kind: str
    manufacturer: str | None
    model: str | None
    name: str | None
    soc: str | None
    cores: int | None
    features: tuple[str, ...]
    memory_bytes: int | None
    available_bytes: int | None
    os: str
    os_version: str
    abi: str
    core_kinds: tuple[CoreKind, ...] | None = None
    browser: Browser | None = None


@dataclass(frozen=True)
class Condition:
    """How a device was at a moment; None is what the system does not say."""

    battery_percent: float | None = None
    plugged: bool | None = None
    power_save: bool | None = None
    thermal: str | None = None
    battery_celsius: float | None = None
    headroom: float | None = None
    load_average: float | None = None


@dataclass(frozen=True)
class Conditions:
    start: Condition
    end: Condition
    worst_thermal: str | None
    waited_seconds: float
    interruptions: int | None = None
    clocks: tuple[Clocked, ...] | None = None


@dataclass(frozen=True)
class Delegated:
    """Shares that the fast path of the runtime runs."""

    operators: float | None
    multiply_adds: float | None


@dataclass(frozen=True)
class Plan:
    """Where Core ML means to run its ``operators``, as shares of them."""

    neural_engine: float
    gpu: float
    cpu: float
    operators: int


@dataclass(frozen=True)
class Metric:
    """A figure of quality, as the manifest has it."""

    metric: str
    float_value: float
    exported_value: float
    data: str
    rows: int


@dataclass(frozen=True)
class Measurand:
    """The variant: what was measured."""

    bundle: str
    task: str
    model: str
    manifest_sha256: str
    engine: str
    engine_version: str
    threads: int
    file: str
    format: str
    precision: str
    sha256: str
    size_bytes: int
    text_bytes: int
    unique_parameters: int
    stored_bytes: dict[str, int]
    arena_bytes: dict[str, int | None]
    delegated: Delegated | None
    beams: int | None
    quality: tuple[Metric, ...]
    compute_units: str | None = None
    ran_on: str | None = None
    plan: Plan | None = None
    provider: str | None = None


@dataclass(frozen=True)
class Protocol:
    """How much is measured; see docs/benchmarking.md."""

    warmups: int
    runs: int
    seconds: float
    sustained_minutes: float


@dataclass(frozen=True)
class Difference:
    """A golden that was answered otherwise."""

    text: str
    expected: str
    found: str


@dataclass(frozen=True)
class Goldens:
    passed: bool
    sentences: int
    equal: int
    relative_error: float | None
    tolerance: float
    difference: Difference | None


@dataclass(frozen=True)
class Load:
    """``compile_ms`` and ``first_ever_load_ms``: of Core ML, once for all processes."""

    cold_ms: tuple[float, ...]
    warm_ms: tuple[float, ...]
    first_run_ms: tuple[float, ...]
    tokenizer_ms: tuple[float, ...]
    compile_ms: float | None = None
    first_ever_load_ms: float | None = None
    first_answer_ms: tuple[float, ...] = ()


@dataclass(frozen=True)
class Series:
    """Samples with what they say."""

    samples: tuple[float, ...]
    statistics: Statistics

    @classmethod
    def of(cls, samples: tuple[float, ...]) -> "Series":
        return cls(samples, statistics(samples))


@dataclass(frozen=True)
class TranslationTimes:
    encode_ms: Series
    first_token_ms: Series
    per_token_ms: Series
    tokens_per_second: float


@dataclass(frozen=True)
class Sentence:
    """One of three. ``batch``: passes that a sample is the mean of. ``warmed``: before those."""

    name: str
    text: str
    source_tokens: int
    target_tokens: int | None
    answer: str
    total_ms: Series
    tokenize_ms: Series
    run_ms: Series
    detokenize_ms: Series
    methods: dict[str, Series]
    translation: TranslationTimes | None
    batch: int = 1
    warmed: int | None = None


@dataclass(frozen=True)
class Memory:
    baseline_bytes: int | None
    loaded_bytes: int | None
    peak_bytes: int | None
    peak_with_swap_bytes: int | None
    retained_bytes: int | None
    arena_bytes: int | None
    sampled: bool = False
    rollup: Rollup | None = None


@dataclass(frozen=True)
class Minute:
    minute: int
    runs: int
    median_ms: float
    p90_ms: float
    thermal: str | None


@dataclass(frozen=True)
class Measured:
    load: Load
    sentences: tuple[Sentence, ...]
    memory: Memory
    sustained: tuple[Minute, ...] | None

    def sentence(self, name: str) -> Sentence:
        """The short, middle or longest one."""
        return next(sentence for sentence in self.sentences if sentence.name == name)


@dataclass(frozen=True)
class Reason:
    """Why a run is not valid."""

    code: str
    message: str


@dataclass(frozen=True)
class Note:
    """What is to be known of a run, valid or not."""

    code: str
    message: str


@dataclass(frozen=True)
class Run:
    """One document. ``measured`` is None where nothing could be, as ``error`` says, or where
    instructions were ``counted``."""

    id: str
    session: Session
    started: str
    seconds: float
    runner: str
    app: App
    device: Device
    conditions: Conditions
    variant: Measurand
    protocol: Protocol
    goldens: Goldens | None
    measured: Measured | None
    exit_status: int
    error: str | None
    valid: bool
    reasons: tuple[Reason, ...]
    notes: tuple[Note, ...] = ()
    counted: Counted | None = None
    schema: int = SCHEMA

    def to_json(self) -> dict[str, Any]:
        """The document, its schema first."""
        document = json.loads(json.dumps(asdict(self)))
        return {"schema": document.pop("schema"), **document}
