"""Three processes of a variant become one run."""

from dataclasses import replace

import pytest

from mobilec.benchmarking.clocks import Clocked
from mobilec.benchmarking.join import joined
from mobilec.benchmarking.pages import Pages, Rollup
from mobilec.benchmarking.run import Conditions, Goldens, Protocol, Run, Session
from tests.mobilec.benchmarking.making import (
    browser,
    condition,
    identity,
    measurand,
    measured,
    run,
    web_run,
)

THIRD = Protocol(5, 17, 3.333, 0.0)


def of_round(at: int, *total_ms: float, **changes):
    session = Session(identity(2), 0, 4, 1, (at,))
    return run(*total_ms, session=session, protocol=THIRD, **changes)


def test_samples_come_one_after_the_other():
    whole = joined([of_round(2, 10.0, 10.1), of_round(0, 10.2), of_round(1, 9.9)])
    assert whole.measured is not None
    total = whole.measured.sentence("middle").total_ms
    assert total.samples == (10.0, 10.1, 10.2, 9.9)
    assert total.statistics.count == 4
    assert whole.measured.load.cold_ms == (20.0, 20.0, 20.0)
    assert (whole.session.rounds, whole.session.index) == (3, (2, 0, 1))
    assert (whole.protocol.runs, whole.protocol.warmups) == (51, 5)
    assert whole.protocol.seconds == pytest.approx(9.999)
    assert whole.valid


def test_what_one_process_compiled_is_the_compile_time():
    loads = [replace(measured().load, compile_ms=ms) for ms in (None, 812.5, None)]
    whole = joined([run(measured=replace(measured(), load=load)) for load in loads]).measured
    assert whole is not None and whole.load.compile_ms == 812.5
    none = joined([run(), run()]).measured
    assert none is not None and none.load.compile_ms is None


def test_what_a_device_does_once_and_what_each_process_took_to_answer():
    loads = [
        replace(measured().load, cold_ms=(), first_ever_load_ms=900.0, first_answer_ms=(2000.0,)),
        replace(measured().load, first_answer_ms=(300.0,)),
    ]
    whole = joined([run(measured=replace(measured(), load=load)) for load in loads]).measured
    assert whole is not None
    assert whole.load.cold_ms == (20.0,)
    assert whole.load.first_ever_load_ms == 900.0
    assert whole.load.first_answer_ms == (2000.0, 300.0)


def test_pages_are_the_median_of_the_processes_that_counted_them():
    rollups = [
        None,
        Rollup(Pages(10, 1, None), None, Pages(50, 5, 7)),
        Rollup(Pages(30, 3, None), None, Pages(60, 5, 7)),
        Rollup(Pages(20, 2, None), None, None),
    ]
    memories = [replace(measured().memory, rollup=rollup) for rollup in rollups]
    whole = joined([run(measured=replace(measured(), memory=memory)) for memory in memories])
    assert whole.measured is not None
    assert whole.measured.memory.rollup == Rollup(Pages(20, 2, None), None, Pages(55, 5, 7))
    none = joined([run(), run()]).measured
    assert none is not None and none.memory.rollup is None


def test_an_interruption_of_one_process_is_one_of_the_whole():
    lost = Conditions(condition(), condition(), "none", 0.0, 1)
    kept = Conditions(condition(), condition(), "none", 0.0, 0)
    whole = joined([run(conditions=kept), run(conditions=lost)])
    assert whole.conditions.interruptions == 1
    assert [reason.code for reason in whole.reasons] == ["interrupted"]
    assert joined([run(), run()]).conditions.interruptions is None


def test_looks_at_the_cores_of_all_processes_are_counted():
    fast, slow = Clocked(2400.0, 2, (2400.0, 2200.0)), Clocked(1800.0, 1, (1700.0,))
    conditions = [replace(run().conditions, clocks=c) for c in ((slow,), None, (fast, slow))]
    whole = joined([run(conditions=each) for each in conditions])
    assert whole.conditions.clocks == (fast, Clocked(1800.0, 2, (1700.0, 1700.0)))
    assert joined([run(), run()]).conditions.clocks is None


def test_a_process_that_ran_elsewhere_is_told():
    asked = measurand("coreml", compute_units="all", ran_on="all")
    fell = measurand("coreml", compute_units="all", ran_on="cpuAndGPU")
    whole = joined([run(variant=asked), run(variant=fell)])
    assert whole.variant.ran_on == "cpuAndGPU"
    assert [note.code for note in whole.notes] == ["fallback"]


def test_translation_times_are_joined_too():
    parts = [run(measured=measured(translates=True)) for _ in range(2)]
    whole = joined(parts).measured
    assert whole is not None
    sentence = whole.sentence("longest")
    assert sentence.translation is not None
    assert sentence.translation.per_token_ms.statistics.count == 6
    assert sentence.methods["decode"].statistics.count == 6
    assert sentence.translation.tokens_per_second == pytest.approx(10 / 9.8e-3, rel=1e-3)


def test_memory_is_the_median_and_the_largest_peak():
    parts = [run() for _ in range(3)]
    memory = [
        replace(part.measured.memory, peak_bytes=p)
        for part, p in zip(parts, (7, 9, 8), strict=True)
    ]
    memory[0] = replace(memory[0], loaded_bytes=None, baseline_bytes=1)
    parts = [
        replace(part, measured=replace(part.measured, memory=m))
        for part, m in zip(parts, memory, strict=True)
    ]
    found = joined(parts).measured.memory
    assert found.peak_bytes == 9
    assert found.baseline_bytes == 50_000_000
    assert found.loaded_bytes == 60_000_000


def test_the_worst_counts():
    warm = Conditions(condition(), condition(thermal="moderate"), "moderate", 60.0)
    wrong = Goldens(False, 16, 3, 0.9, 0.25, None)
    whole = joined([of_round(0), of_round(1, conditions=warm), of_round(2, goldens=wrong)])
    assert whole.conditions.worst_thermal == "moderate"
    assert whole.conditions.waited_seconds == 60.0
    assert [reason.code for reason in whole.reasons] == ["goldens", "throttled"]
    assert not whole.valid


def test_a_process_that_measured_nothing_leaves_nothing():
    broken = of_round(1, measured=None, exit_status=1, error="out of memory")
    whole = joined([of_round(0), broken, of_round(2)])
    assert whole.measured is None
    assert (whole.exit_status, whole.error) == (1, "out of memory")
    assert [reason.code for reason in whole.reasons] == ["failed"]


def test_a_process_that_ended_at_its_second_load_says_why_and_keeps_its_figures():
    died = of_round(1, exit_status=1, error="ended at the second load")
    whole = joined([of_round(0), died, of_round(2)])
    assert whole.measured is not None
    assert (whole.exit_status, whole.error) == (1, "ended at the second load")
    assert "failed" in [reason.code for reason in whole.reasons]


def test_sustained_comes_from_the_last():
    whole = joined([of_round(0), of_round(1), run(protocol=replace(THIRD, sustained_minutes=10.0))])
    assert whole.protocol.sustained_minutes == 10.0


def test_a_tab_hidden_in_any_process_was_hidden():
    said = (browser(), browser(hidden=2, timer_ms=0.1), browser(hidden=1, saturates=True))
    whole = joined([web_run(said=each) for each in said])
    assert whole.device.browser == browser(hidden=3, timer_ms=0.1, saturates=True)
    assert [reason.code for reason in whole.reasons] == ["hidden"]


def test_what_no_process_told_of_its_browser_is_not_told():
    said = browser(hidden=None, timer_ms=None, saturates=None)
    assert joined([web_run(said=said), web_run(said=said)]).device.browser == said


def test_times_that_a_timer_did_not_see_are_not_apart():
    assert joined([web_run(0.0), web_run(0.0)]).reasons == ()


def test_passes_of_a_browser_are_those_of_the_coarsest_worker():
    def made(batch: int, warmed: int | None) -> Run:
        known = measured(4.0)
        changed = [replace(each, batch=batch, warmed=warmed) for each in known.sentences]
        return web_run(measured=replace(known, sentences=tuple(changed)))

    found = joined([made(3, 15), made(2, 25), made(4, None)]).measured
    assert found is not None
    assert [(each.batch, each.warmed) for each in found.sentences] == [(2, 25)] * 3
    silent = joined([made(1, None), made(1, None)]).measured
    assert silent is not None and silent.sentences[0].warmed is None
