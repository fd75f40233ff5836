"""A run made by hand: cool, quick, and valid."""

from dataclasses import replace
from uuid import UUID

from mobilec.arm.counting.counts import Counts
from mobilec.arm.counting.places import Place
from mobilec.benchmarking.browser import Brand, Browser
from mobilec.benchmarking.counts import Counted, CountedSentence
from mobilec.benchmarking.run import (
    App,
    Condition,
    Conditions,
    Delegated,
    Device,
    Goldens,
    Load,
    Measurand,
    Measured,
    Memory,
    Metric,
    Protocol,
    Run,
    Sentence,
    Series,
    Session,
    TranslationTimes,
)

NAMES = ("short", "middle", "longest")
SHA = "0" * 64


def identity(number: int) -> str:
    return str(UUID(int=number, version=4))


def series(*samples: float) -> Series:
    return Series.of(samples)


def sentence(name: str, *total_ms: float, translates: bool = False) -> Sentence:
    """Its parts take 1 % and the rest; a translator makes 10 tokens."""
    total = total_ms or (10.0, 10.1, 9.9)
    run_ms = series(*(0.98 * ms for ms in total))
    steps = series(*(0.09 * ms for ms in total))
    times = TranslationTimes(series(0.5, 0.6), series(1.0, 1.1), steps, 1000.0)
    return Sentence(
        name=name,
        text=f"a {name} sentence",
        source_tokens=4,
        target_tokens=10 if translates else None,
        answer="eine Antwort" if translates else "positive",
        total_ms=series(*total),
        tokenize_ms=series(*(0.01 * ms for ms in total)),
        run_ms=run_ms,
        detokenize_ms=series(*(0.01 * ms for ms in total)),
        methods={"encode": series(0.5, 0.6), "decode": steps}
        if translates
        else {"forward": run_ms},
        translation=times if translates else None,
    )


def measured(*total_ms: float, translates: bool = False) -> Measured:
    return Measured(
        load=Load((20.0,), (5.0,), (12.0,), (3.0,)),
        sentences=tuple(sentence(name, *total_ms, translates=translates) for name in NAMES),
        memory=Memory(50_000_000, 60_000_000, 70_000_000, 71_000_000, 52_000_000, 800_000),
        sustained=None,
    )


def measurand(engine: str = "onnx", **changes: object) -> Measurand:
    known = Measurand(
        bundle="tiny",
        task="text-classification",
        model="tiny",
        manifest_sha256=SHA,
        engine=engine,
        engine_version="1.31.0",
        threads=1,
        file="model.onnx",
        format=engine,
        precision="int8",
        sha256=SHA,
        size_bytes=1_040_000,
        text_bytes=20_000,
        unique_parameters=1_000_000,
        stored_bytes={"int8": 1_000_000},
        arena_bytes={"forward": 800_000},
        delegated=Delegated(0.9, 1.0),
        beams=None,
        quality=(Metric("accuracy", 0.9, 0.89, "dev.tsv", 872),),
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def run(*total_ms: float, **changes: object) -> Run:
    """``total_ms``: samples of every sentence; ``changes``: fields of the run."""
    known = Run(
        id=identity(1),
        session=Session(identity(2), 0, 1, 1, (0,)),
        started="2026-01-01T00:00:00Z",
        seconds=12.5,
        runner="kotlin",
        app=App("dev.mobilec.demo", "0.1.0", "", "release"),
        device=Device(
            kind="phone",
            manufacturer="Maker",
            model="M-1",
            name="Phone",
            soc="SoC 1",
            cores=8,
            features=("asimddp",),
            memory_bytes=8_000_000_000,
            available_bytes=4_000_000_000,
            os="Android",
            os_version="15",
            abi="arm64-v8a",
        ),
        conditions=Conditions(condition(), condition(), "none", 0.0),
        variant=measurand(),
        protocol=Protocol(5, 50, 10.0, 0.0),
        goldens=Goldens(True, 16, 16, 0.02, 0.25, None),
        measured=measured(*total_ms),
        exit_status=0,
        error=None,
        valid=True,
        reasons=(),
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def browser(**changes: object) -> Browser:
    """Of a phone, isolated, in front the whole time."""
    known = Browser(
        user_agent="Mozilla/5.0 (Linux; Android 10; K) Chrome/156.0.0.0 Mobile Safari/537.36",
        brands=(Brand("Chromium", "156.0.7800.1"), Brand("Google Chrome", "156.0.7800.1")),
        platform="Android",
        mobile=True,
        cores=8,
        memory_gb=8.0,
        gpu=None,
        isolated=True,
        timer_ms=0.005,
        hidden=0,
        battery=True,
        relaxed_simd=True,
        saturates=False,
    )
    return replace(known, **changes)  # type: ignore[arg-type]


def web_run(*total_ms: float, said: Browser | None = None, **changes: object) -> Run:
    """As the page of web_demo writes it."""
    device = Device(
        kind="web",
        manufacturer=None,
        model="M-1",
        name=None,
        soc=None,
        cores=8,
        features=(),
        memory_bytes=None,
        available_bytes=None,
        os="Android",
        os_version="15",
        abi="wasm32",
        browser=said or browser(),
    )
    memory = Memory(None, None, None, None, None, 800_000)
    known: dict[str, object] = {
        "runner": "typescript",
        "app": App("mobilec", "0.1.0", "", "release"),
        "device": device,
        "conditions": Conditions(Condition(), Condition(), None, 0.0),
        "variant": measurand(engine_version="1.30.0", delegated=None, provider="wasm"),
        "measured": replace(measured(*total_ms), memory=memory),
    }
    return run(*total_ms, **known | changes)


def condition(**changes: object) -> Condition:
    return replace(Condition(80.0, False, False, "none", 30.0, 0.5, None), **changes)  # type: ignore[arg-type]


def counted(instructions: int = 13_000_000, processor: str = "cortex-a76") -> Counted:
    """As many for the middle sentence, and of loading four times that."""
    total = Counts(instructions, instructions // 4, 0, 0, *(instructions // 8,) * 4, 900, 100)
    sentences = tuple(
        CountedSentence(
            name, f"a {name} sentence", 4, None, "positive", 2, total, {}, None, instructions // 4
        )
        for name in NAMES
    )
    load = Counts(4 * instructions, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    places = (Place("libfast.so", "multiply", 0.5, total),)
    answer = Counts.sum([load, total])
    return Counted(processor, ("asimddp",), "qemu 10.0", load, answer, sentences, 0.0, places)
