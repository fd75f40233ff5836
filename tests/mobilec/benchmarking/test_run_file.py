"""run.json: what is written is read back; anything else is refused with the place."""

import json
from dataclasses import asdict, replace

import pytest

from exporters.errors import Refused
from mobilec.benchmarking.browser import Browser, Gpu
from mobilec.benchmarking.clocks import Clocked, CoreKind
from mobilec.benchmarking.pages import Pages, Rollup
from mobilec.benchmarking.run import Plan
from mobilec.benchmarking.run_file import parsed, read_run, write_run, written
from tests.mobilec.benchmarking.making import browser, measurand, measured, run, web_run


@pytest.mark.parametrize("translates", [False, True])
def test_a_run_is_read_back(tmp_path, translates):
    before = run(measured=measured(translates=translates))
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]


def test_what_core_ml_alone_has(tmp_path):
    plan = Plan(neural_engine=0.9, gpu=0.0, cpu=0.1, operators=310)
    variant = measurand("coreml", compute_units="all", plan=plan)
    load = replace(measured().load, compile_ms=812.5)
    before = run(variant=variant, measured=replace(measured(), load=load))
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before


def test_a_document_from_before_core_ml_is_read():
    document = run().to_json()
    for name in ("compute_units", "plan", "ran_on", "provider"):
        del document["variant"][name]
    for name in ("compile_ms", "first_ever_load_ms", "first_answer_ms"):
        del document["measured"]["load"][name]
    for name in ("sampled", "rollup"):
        del document["measured"]["memory"][name]
    for name in ("interruptions", "clocks"):
        del document["conditions"][name]
    for name in ("core_kinds", "browser"):
        del document["device"][name]
    del document["notes"]
    assert parsed(document, "old.json") == run()


def test_what_a_phone_says_of_its_pages(tmp_path):
    rollup = Rollup(Pages(30_000_000, 20_000_000, 1_000_000), None, Pages(40_000_000, 21, None))
    before = run(measured=replace(measured(), memory=replace(measured().memory, rollup=rollup)))
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before
    document = before.to_json()
    del document["measured"]["memory"]["rollup"]["loaded"]
    with pytest.raises(Refused, match=r"does not hold to run\.schema"):
        parsed(document, "some.json")


def test_what_a_phone_says_of_its_cores(tmp_path):
    kinds = (CoreKind(4, 2850.0), CoreKind(4, 1800.0))
    clocks = (Clocked(2850.0, 3, (2850.0, 2419.2)), Clocked(1800.0, 1, ()))
    before = run(
        device=replace(run().device, core_kinds=kinds),
        conditions=replace(run().conditions, clocks=clocks),
    )
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before


def test_what_a_browser_says(tmp_path):
    before = web_run(said=browser(gpu=Gpu("arm", "valhall", None, None)))
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before


def test_a_browser_may_tell_nothing_and_has_no_more_to_tell():
    nothing = dict.fromkeys(asdict(browser()))
    document = web_run().to_json()
    document["device"] |= {"browser": nothing, "cores": None, "os": "", "os_version": ""}
    read = parsed(document, "some.json")
    assert read.device.browser == Browser(**nothing)
    assert read.device.cores is None
    document["device"]["browser"] = nothing | {"speed": 1}
    with pytest.raises(Refused, match="speed"):
        parsed(document, "some.json")
    document["device"]["browser"] = {}
    with pytest.raises(Refused, match="user_agent"):
        parsed(document, "some.json")


def test_other_compute_units_are_refused():
    variant = measurand("coreml", compute_units="gpuOnly")
    with pytest.raises(Refused, match="compute_units"):
        parsed(run(variant=variant).to_json(), "some.json")


def test_a_run_without_measurements(tmp_path):
    before = run(measured=None, goldens=None, exit_status=1, error="no such method", valid=False)
    write_run(before, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json") == before


def test_what_breaks_the_schema_is_not_written(tmp_path):
    with pytest.raises(Refused, match="exit_status"):
        write_run(run(exit_status=7), tmp_path / "run.json")
    assert not list(tmp_path.iterdir())


def test_an_old_file_stays_when_a_new_one_cannot_be_written(tmp_path):
    path = tmp_path / "run.json"
    write_run(run(), path)
    with pytest.raises(Refused):
        write_run(run(started="yesterday"), path)
    assert read_run(path) == run()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"more": 1}, "more"),
        ({"seconds": -1}, "seconds"),
        ({"id": "7"}, "id"),
        ({"started": "2026-01-01"}, "started"),
        ({"runner": "perl"}, "runner"),
    ],
)
def test_what_is_wrong_is_named(change, said):
    with pytest.raises(Refused, match=said):
        parsed(run().to_json() | change, "some.json")


@pytest.mark.parametrize("document", [[], {}, {"schema": 2}, "run"])
def test_another_document_or_version_is_refused(document):
    with pytest.raises(Refused, match=r"some\.json is not a run\.json of version 1"):
        parsed(document, "some.json")


def test_half_a_file_is_refused(tmp_path):
    path = tmp_path / "run.json"
    write_run(run(), path)
    path.write_text(path.read_text()[:900])
    with pytest.raises(Refused, match="interrupted"):
        read_run(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused, match="cannot be read"):
        read_run(tmp_path / "none.json")


def test_the_form_is_json_and_keeps_samples_on_a_line():
    document = run(1.5, 2.5, 3.5).to_json()
    text = written(document)
    assert json.loads(text) == document
    assert '"samples": [1.5, 2.5, 3.5]' in text
