"""Each reason, and that a good run has none."""

from dataclasses import replace

import pytest

from mobilec.benchmarking.clocks import Clocked, CoreKind
from mobilec.benchmarking.run import Conditions, Difference, Goldens
from mobilec.benchmarking.validity import between_rounds, judged, notes, reasons
from tests.mobilec.benchmarking.making import (
    browser,
    condition,
    measurand,
    measured,
    run,
    web_run,
)

COOL = condition()


def codes(found):
    return [reason.code for reason in found]


def test_a_good_run_is_valid():
    assert reasons(run()) == ()
    assert judged(run(valid=False)).valid


def test_goldens_that_differ_are_shown_with_both_answers():
    difference = Difference("so it is", "positive", "negative")
    found = reasons(run(goldens=Goldens(False, 16, 12, 0.9, 0.25, difference)))
    assert codes(found) == ["goldens"]
    assert all(word in found[0].message for word in ("0.9", "0.25", "so it is", "negative"))


def test_goldens_that_are_not_finite():
    found = reasons(run(goldens=Goldens(False, 16, 0, None, 0.25, None)))
    assert "not finite" in found[0].message


def test_a_wide_spread_names_its_sentences():
    found = reasons(run(10.0, 12.0, 14.0, 10.0, 13.0))
    assert codes(found) == ["spread"]
    assert all(name in found[0].message for name in ("short", "middle", "longest"))


def test_a_rare_pause_is_no_spread():
    assert reasons(run(*[10.0] * 19, 60.0)) == ()


@pytest.mark.parametrize("worst", ["light", "severe"])
def test_throttling(worst):
    assert codes(reasons(run(conditions=Conditions(COOL, COOL, worst, 0.0)))) == ["throttled"]


@pytest.mark.parametrize("os", ["iOS", "iPadOS", "macOS"])
def test_fair_is_no_throttling_of_apples(os):
    device = replace(run().device, os=os)
    fair = run(device=device, conditions=Conditions(COOL, COOL, "light", 0.0))
    assert reasons(fair) == ()
    assert codes(notes(fair)) == ["warm"]
    hot = replace(fair, conditions=Conditions(COOL, COOL, "severe", 0.0))
    assert (codes(reasons(hot)), notes(hot)) == (["throttled"], ())


def test_an_app_that_lost_the_foreground():
    found = reasons(run(conditions=Conditions(COOL, COOL, "none", 0.0, 2)))
    assert codes(found) == ["interrupted"]
    assert "2 times" in found[0].message
    for count in (0, None):
        assert reasons(run(conditions=Conditions(COOL, COOL, "none", 0.0, count))) == ()


def test_a_tab_that_was_hidden():
    found = reasons(web_run(said=browser(hidden=2)))
    assert codes(found) == ["hidden"]
    assert "2 times" in found[0].message
    for count in (0, None):
        assert reasons(web_run(said=browser(hidden=count))) == ()


def test_a_timer_that_is_coarse_for_the_shortest_sentence_is_noted():
    found = notes(web_run(4.0, said=browser(timer_ms=0.1)))
    assert codes(found) == ["timer"]
    assert "steps by 0.1 ms, and the short sentence takes 4.00 ms" in found[0].message
    for step in (0.08, None):
        assert notes(web_run(4.0, said=browser(timer_ms=step))) == ()
    assert codes(notes(web_run(0.0, said=browser(timer_ms=1.0)))) == ["timer"]


def test_a_sample_of_several_passes_bears_a_coarser_timer_and_is_told():
    def said(batch: int) -> str:
        known = measured(4.0)
        sentences = tuple(replace(each, batch=batch) for each in known.sentences)
        run = web_run(said=browser(timer_ms=0.1), measured=replace(known, sentences=sentences))
        return notes(run)[0].message

    assert said(2).endswith("each of its samples is the mean of 2 passes")
    assert said(1).endswith("smaller differences are not seen")


@pytest.mark.parametrize("total_ms", [[20.0] * 50 + [600_000.0], [20.0] * 46 + [90.0] * 5])
def test_a_few_samples_that_took_far_longer_are_noted(total_ms):
    found = run(*total_ms)
    assert reasons(found) == (), "the spread does not see them"
    assert codes(notes(found)) == ["outliers"] * 3
    assert "20.0 ms in the median" in notes(found)[0].message
    assert judged(found).notes == notes(found)


def test_a_sample_that_took_thrice_as_long_is_not():
    assert notes(run(*[20.0] * 50, 60.0)) == ()


def test_a_phone_that_is_about_to_throttle_is_noted():
    calm, warm = condition(headroom=0.8), condition(headroom=0.87)
    (note,) = notes(run(conditions=Conditions(calm, warm, "none", 0.0)))
    assert note.code == "headroom" and "was 0.87" in note.message
    assert notes(run(conditions=Conditions(calm, calm, "none", 0.0))) == ()


PHONE = (CoreKind(1, 3000.0), CoreKind(3, 2400.0), CoreKind(4, 1800.0))


@pytest.mark.parametrize(
    ("kinds", "clocks", "noted"),
    [
        (PHONE, (Clocked(2400.0, 8, ()), Clocked(1800.0, 2, (1800.0,))), True),
        (PHONE, (Clocked(3000.0, 9, ()), Clocked(1800.0, 1, ())), False),
        (PHONE, (Clocked(2400.0, 9, ()),), False),
        (PHONE[:1], (Clocked(3000.0, 9, ()),), False),
        (PHONE, None, False),
        (None, (Clocked(1800.0, 9, ()),), False),
    ],
)
def test_a_run_on_the_slowest_cores_is_noted(kinds, clocks, noted):
    device = replace(run().device, core_kinds=kinds)
    conditions = replace(run().conditions, clocks=clocks)
    found = notes(run(device=device, conditions=conditions))
    assert codes(found) == (["slow_cores"] if noted else [])
    for note in found:
        assert "3 kinds of cores, of 1800 MHz at most, at 2 of 10 looks" in note.message


def test_that_it_ran_elsewhere_is_noted():
    found = notes(run(variant=measurand("coreml", compute_units="all", ran_on="cpuOnly")))
    assert codes(found) == ["fallback"]
    assert notes(run(variant=measurand("coreml", compute_units="all", ran_on="all"))) == ()


def test_a_system_that_does_not_say_is_not_blamed():
    unknown = condition(thermal=None, power_save=None)
    assert reasons(run(conditions=Conditions(unknown, unknown, None, 0.0))) == ()


def test_saving_power_at_the_end():
    saving = condition(power_save=True)
    assert codes(reasons(run(conditions=Conditions(COOL, saving, "none", 0.0)))) == ["power_save"]


def test_a_debug_build():
    debug = replace(run().app, build_type="debug")
    assert codes(reasons(run(app=debug))) == ["debug_build"]


def test_a_peak_below_the_weights_was_not_counted_right():
    large = measurand(stored_bytes={"int8": 90_000_000})
    assert codes(reasons(run(variant=large))) == ["memory"]


def test_a_footprint_leaves_out_weights_that_are_only_mapped():
    large = measurand(stored_bytes={"int8": 90_000_000})
    phone = replace(run().device, os="iOS")
    assert reasons(run(variant=large, device=phone)) == ()


@pytest.mark.parametrize(("status", "code"), [(1, "failed"), (130, "cancelled")])
def test_a_run_that_ended_early(status, code):
    found = reasons(run(exit_status=status, error="why", measured=None))
    assert [(reason.code, reason.message) for reason in found] == [(code, "why")]


def test_rounds_that_agree():
    assert between_rounds([run(10.0), run(10.5), run(10.9)]) == ()
    assert between_rounds([run(10.0)]) == ()


def test_rounds_that_are_apart():
    found = between_rounds([run(10.0), run(10.5), run(12.0)])
    assert codes(found) == ["rounds"]
    assert "10.00, 10.50, 12.00 ms" in found[0].message
