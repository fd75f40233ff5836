"""A phone measures a bundle: what it was asked, what it answers, and how it may fail."""

import threading
import time
from dataclasses import replace

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.progress import Silent as Unwatched
from mobilec.benchmarking.adb.device import AdbPhone
from mobilec.benchmarking.adb.launch import Patience
from mobilec.benchmarking.describe import described
from mobilec.benchmarking.device import Crashed
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.options import AdbOptions
from mobilec.benchmarking.run import App, Protocol
from mobilec.benchmarking.variants import Variant
from tests.mobilec.benchmarking.adb.standin.apps import (
    Dying,
    DyingAgain,
    Flooding,
    Recorded,
    Refusing,
    Silent,
    answered,
    progress,
)
from tests.mobilec.benchmarking.making import run

PROTOCOL = Protocol(warmups=1, runs=3, seconds=0.5, sustained_minutes=0.0)
SHORT = Patience(start=30.0, silence=6.0)


@pytest.fixture
def measured(adb, classifier_bundle):
    """Runs one job on a phone; gives the run and what was heard."""

    def measure(phone, wait=False):
        options = AdbOptions(phone.serial, wait=wait)
        device, bundle, heard = AdbPhone(options, SHORT), Bundle.open(classifier_bundle), []
        app = App("mobilec", "0", "", "release")
        job = Job(str(classifier_bundle), "onnx", 2, PROTOCOL, 7, app)
        with device.prepared((Variant(bundle, "onnx", 2),), Unwatched()):
            return device.measure(job, lambda share, what: heard.append((share, what))), heard

    return measure


def test_the_run_that_the_app_wrote(plugged, measured):
    phone = plugged(app=Recorded(answered))
    found, heard = measured(phone)
    assert found.variant.threads == 2
    assert found.device.model == "M-1"
    assert heard == [(0.0, "loading"), (0.5, "timing")]
    assert not list(phone.phone.path(f"{phone.phone.place()}/runs").iterdir())


@pytest.mark.parametrize("api", [26, 29, 30, 34])
def test_a_run_on_every_version_of_android(plugged, measured, api):
    found, _ = measured(plugged(app=Recorded(answered), api=api, returns=True))
    assert found.variant.threads == 2


def test_a_result_is_found_where_the_phone_keeps_the_apps_words(plugged, measured):
    phone = plugged(app=Recorded(answered, stays=True), hushed=True)
    found, heard = measured(phone)
    assert found.variant.threads == 2
    assert {what for _, what in heard} <= {
        "measuring; the phone keeps the app's words from its log"
    }


def test_one_of_two_phones_is_left_alone(plugged, measured):
    other, phone = plugged(app=Recorded(answered)), plugged(app=Recorded(answered))
    measured(phone)
    assert not other.phone.asked


def after_the_clock(asked):
    """What was asked since the phone's clock was read last, as whoever follows the log does."""
    last = max(place for place, question in enumerate(asked) if "+%s" in question)
    return asked[last:]


def test_nothing_is_asked_of_a_phone_that_measures_and_speaks(plugged, measured):
    asked = []

    def watched(phone, extras):
        # The log is followed beside the start: the question for it may come after the app's,
        # and is not that by which the app's folder was found before.
        while not any("exec logcat" in question for question in after_the_clock(phone.asked)):
            time.sleep(0.01)
        asked.extend(phone.asked)
        for step in range(4):
            time.sleep(0.4)
            progress(phone, step, 4, "timing")
        asked[:] = phone.asked[len(asked) :]
        return answered(phone, extras)

    measured(plugged(app=Recorded(watched)))
    assert asked == []


def test_the_app_of_another_name(adb, plugged, classifier_bundle):
    phone = plugged(app=Recorded(answered), package="org.mine.app")
    device = AdbPhone(AdbOptions(phone.serial, app_id="org.mine.app"), SHORT)
    with device.prepared((Variant(Bundle.open(classifier_bundle), "onnx", 1),), Unwatched()):
        pass
    pushed = phone.phone.path(f"{phone.phone.place()}/bundles/tiny-bert/manifest.json")
    assert "org.mine.app" in str(pushed) and pushed.is_file()


def test_what_the_app_was_asked(plugged, measured):
    asked = {}
    phone = plugged(
        app=Recorded(lambda phone, extras: asked.update(extras) or answered(phone, extras))
    )
    measured(phone)
    assert asked.pop("output").endswith(".json")
    assert asked.pop("bundle").endswith("/dev.mobilec.demo/bundles/tiny-bert")
    assert asked == {
        "engine": "onnx",
        "threads": "2",
        "warmups": "1",
        "runs": "3",
        "seconds": "0.5",
        "sustained": "0.0",
        "order": "7",
    }


def test_each_process_is_fresh_and_the_last_one_is_stopped(plugged, measured):
    phone = plugged(app=Recorded(answered))
    measured(phone)
    assert phone.phone.stopped == 3


def test_waiting_is_written_down(plugged, measured, monkeypatch):
    monkeypatch.setattr("mobilec.benchmarking.adb.readiness._PAUSE_S", 0.01)
    found, _ = measured(plugged(app=Recorded(answered), thermal=[1, 0]), wait=True)
    assert found.conditions.waited_seconds > 0


def test_a_refusal_of_the_app_is_a_run(plugged, measured):
    failed = {"measured": None, "goldens": None, "exit_status": 1, "error": "no atomics"}
    phone = plugged(app=Recorded(lambda phone, extras: answered(phone, extras, **failed)))
    found, _ = measured(phone)
    assert (found.exit_status, found.error) == (1, "no atomics")


def test_a_crash_shows_the_lines_that_matter(plugged, measured):
    phone = plugged(
        app=Dying(
            ("AndroidRuntime", "FATAL EXCEPTION: main of another app", 99),
            ("DEBUG", "pid: 4242, tid: 4260, name: x  >>> dev.mobilec.demo <<<", 900),
            ("DEBUG", "signal 4 (SIGILL), code 1 (ILL_ILLOPC), fault addr 0x7b", 900),
            ("chatty", "something else"),
            ("ActivityManager", "Process dev.mobilec.demo (pid 4242) has died"),
            ("ActivityManager", "Process com.other (pid 1) has died"),
        )
    )
    with pytest.raises(Crashed, match="SIGILL") as crash:
        measured(phone)
    said = str(crash.value)
    assert "measure --format onnx" in said
    assert "dev.mobilec.demo (pid 4242) has died" in said
    assert not any(word in said for word in ("com.other", "another app", "something else"))


def test_another_app_that_crashes_is_no_crash_of_ours(plugged, measured):
    def document(phone, extras):
        phone.says("AndroidRuntime", "FATAL EXCEPTION: main", "E", 99)
        phone.says("AndroidRuntime", "Process: com.other, PID: 99", "E", 99)
        time.sleep(1)
        return answered(phone, extras)

    found, _ = measured(plugged(app=Recorded(document)))
    assert found.valid


def test_a_crash_without_a_word(plugged, measured):
    with pytest.raises(Crashed, match="the log: says nothing about it"):
        measured(plugged(app=Dying()))


def test_a_process_that_dies_at_its_second_load_keeps_what_it_measured(plugged, measured):
    def document(phone, extras):
        return answered(phone, extras, exit_status=1, error="ended at the second load")

    died = DyingAgain(document, ("libc", "Fatal signal 11 (SIGSEGV), code 1 in tid 9"))
    found, _ = measured(plugged(app=died))
    assert len(found.measured.sentences) == 3
    assert found.exit_status == 1
    assert found.error.startswith("ended at the second load (the runtime's own code failed")
    assert "measure the other engine" in found.error


def test_an_app_that_says_nothing_is_stopped(plugged, measured):
    phone = plugged(app=Silent())
    with pytest.raises(Crashed, match="said nothing for 6 s and was stopped"):
        measured(phone)
    assert not phone.phone.running


def test_an_app_that_cannot_even_open_the_bundle(plugged, measured):
    with pytest.raises(Crashed, match="status 1: model.onnx has another sha256"):
        measured(plugged(app=Refusing("model.onnx has another sha256")))


def test_half_a_result(plugged, measured):
    with pytest.raises(Crashed, match=r"not JSON.*interrupted"):
        measured(plugged(app=Recorded(answered, kept=500)))


def test_a_result_that_breaks_the_schema(plugged, measured):
    phone = plugged(app=Recorded(lambda phone, extras: answered(phone, extras) | {"valid": "yes"}))
    with pytest.raises(Crashed, match="run.schema.json"):
        measured(phone)


def test_the_result_of_something_else(plugged, measured):
    def other(phone, extras):
        right = run(variant=described(Bundle.open(phone.read(extras["bundle"])), "onnx", 1))
        return right.to_json()

    with pytest.raises(Crashed, match="on 1 threads.*on 2 of"):
        measured(plugged(app=Recorded(other)))


def test_a_cable_that_is_pulled(plugged, measured):
    phone = plugged(app=Silent())
    phone.phone.app = Silent(lambda: threading.Timer(0.5, phone.unplug).start())
    with pytest.raises(Refused, match="cable"):
        measured(phone)


def test_a_loose_cable_that_comes_back(plugged, measured):
    phone = plugged()

    def document(stand_in, extras):
        phone.drop()
        return answered(stand_in, extras)

    phone.phone.app = Recorded(document, stays=True)
    found, _ = measured(phone)
    assert found.variant.threads == 2


def test_no_app(plugged, measured):
    with pytest.raises(Refused, match="is not on the phone"):
        measured(plugged())


def test_an_old_app_without_the_benchmark(plugged, measured, monkeypatch):
    monkeypatch.setattr("mobilec.benchmarking.adb.device.refuse_missing", lambda adb, target: None)
    with pytest.raises(Refused, match="did not start: Error.*--apk"):
        measured(plugged())


def test_an_unauthorized_phone_ends_it_before_anything_is_pushed(plugged, measured):
    phone = plugged(state="unauthorized", app=Recorded(answered))
    with pytest.raises(Refused, match="accept the question"):
        measured(phone)
    assert not phone.phone.asked


def test_conditions_of_the_app_stay(plugged, measured):
    hot = run().conditions
    hot = replace(hot, worst_thermal="severe")
    found, _ = measured(plugged(app=Recorded(lambda p, e: answered(p, e, conditions=hot))))
    assert found.conditions.worst_thermal == "severe"


def test_a_log_that_never_pauses_hides_no_silence(plugged, measured):
    """A crash loop is printed for ever, and the app says nothing."""
    began = time.monotonic()
    with pytest.raises(Crashed, match="said nothing for 6 s"):
        measured(plugged(app=Flooding()))
    assert time.monotonic() - began < 30
