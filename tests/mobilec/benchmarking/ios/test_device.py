"""An iPhone measures a bundle: what it was asked, what it answers, and how it may fail."""

import pytest

from exporters.bundle.bundle import Bundle
from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.benchmarking.device import Crashed
from mobilec.benchmarking.ios.device import Iphone
from mobilec.benchmarking.ios.launch import Patience
from mobilec.benchmarking.job import Job
from mobilec.benchmarking.options import BenchOptions, IosOptions
from mobilec.benchmarking.run import App, Protocol
from mobilec.benchmarking.run_file import read_run
from mobilec.benchmarking.session import bench
from mobilec.benchmarking.variants import Variant
from tests.mobilec.benchmarking.ios.conftest import document

PROTOCOL = Protocol(warmups=1, runs=3, seconds=0.5, sustained_minutes=0.0)
SHORT = Patience(silence=3.0, unlocking=4.0, cooling=600.0)
UDID = "00008130-001234560E12001C"
IDENTIFIER = "5B4C4E0B-0000-4000-8000-00000000A001"


@pytest.fixture
def measured(tiny, project, monkeypatch):
    """Runs one job on the phone; gives the run and what was heard."""
    monkeypatch.setattr("mobilec.benchmarking.ios.device._LOCK_PAUSE_S", 0.05)

    def measure(**options):
        phone = Iphone(IosOptions(**({"app": project} | options)), SHORT)
        bundle, heard = Bundle.open(tiny), []
        app = App("mobilec", "0", "", "release")
        job = Job(str(tiny), "coreml", 1, PROTOCOL, 7, app, "cpuOnly")
        with phone.prepared((Variant(bundle, "coreml", 1, "cpuOnly"),), Silent()):
            return phone.measure(job, lambda share, what: heard.append((share, what))), heard

    return measure


def test_the_run_that_the_app_wrote(mac, measured):
    mac()
    found, heard = measured()
    assert (found.runner, found.device.os) == ("swift", "iOS")
    assert found.variant.compute_units == "cpuOnly"
    assert found.variant.plan.neural_engine == 0.9
    assert heard == [(0.0, "loading"), (0.5, "timing")]


def test_what_the_app_was_asked(mac, measured):
    found = mac()
    measured()
    (call,) = found.called("process", "launch")
    assert call[:5] == ["xcrun", "devicectl", "device", "process", "launch"]
    assert {"--console", "--terminate-existing"} < set(call)
    given = call[call.index("--") + 1 :]
    assert given[-1].endswith(".json")
    assert given[:-1] == [
        "--benchmark",
        *("--bundle", "tiny", "--engine", "coreml", "--threads", "1", "--warmups", "1"),
        *("--runs", "3", "--seconds", "0.5", "--sustained", "0.0", "--order", "7"),
        *("--compute-units", "cpuOnly", "--wait-cool", "600.0", "--output"),
    ]


def test_a_phone_that_may_be_warm(mac, measured):
    found = mac()
    measured(wait=False)
    assert not found.called("launch", "--wait-cool")


def test_the_app_is_built_for_this_phone_and_installed(mac, measured, project):
    found = mac()
    measured(team="ABCDE12345")
    (build,) = found.called("xcodebuild", "build")
    assert build[1:5] == [
        "-project",
        str(project / "MobilecDemo.xcodeproj"),
        "-scheme",
        "MobilecDemo",
    ]
    assert f"id={UDID}" in build and "DEVELOPMENT_TEAM=ABCDE12345" in build
    assert build[-1] == "build"
    (install,) = found.called("install", "app", "--device", IDENTIFIER)
    assert any(word.endswith("Release-iphoneos/MobilecDemo.app") for word in install)
    assert found.calls.index(build) < found.calls.index(install)


def test_the_bundle_is_pushed_and_nothing_else_is_removed(mac, measured, tiny):
    found = mac()
    measured()
    (push,) = found.called("copy", "to", "--source", str(tiny))
    assert push[push.index("--destination") + 1] == "Documents/bundles/tiny"
    assert not found.called("--remove-existing-content")
    pushed = found.container / "Documents/bundles/tiny/manifest.json"
    assert pushed.read_bytes() == (tiny / "manifest.json").read_bytes()


def test_an_app_that_is_built_already(mac, measured):
    found = mac("org.example.mine")
    measured(app=found.folder.parent / "built" / "MobilecDemo.app")
    assert not found.called("xcodebuild")
    (launch,) = found.called("process", "launch")
    assert launch[launch.index("--") - 1] == "org.example.mine"


def test_another_name_for_apple(mac, measured):
    found = mac("org.example.mine")
    measured(app_id="org.example.mine")
    (build,) = found.called("xcodebuild", "build")
    assert "MOBILEC_APP_ID=org.example.mine" in build
    assert not any("PRODUCT_BUNDLE_IDENTIFIER" in word for word in build)


def test_an_xcode_that_cannot_read_the_project_builds_nothing(mac, measured):
    found = mac(xcode="15.4")
    with pytest.raises(Refused, match=r"Xcode 15.4 is in use, and .* wants Xcode 16 or later"):
        measured()
    assert not found.called("xcodebuild", "build") and not found.called("install", "app")


@pytest.mark.parametrize("version", ["16.0", "26.1", "unknown"])
def test_an_xcode_that_can(mac, measured, version):
    mac(xcode=version)
    assert measured()[0].valid


def test_a_name_that_the_project_does_not_take(mac, measured):
    mac()
    with pytest.raises(
        Refused, match="org.example.mine was asked for, and Xcode built dev.mobilec"
    ):
        measured(app_id="org.example.mine")


def test_a_session_writes_a_document_a_variant(mac, tiny, project, tmp_path):
    found = mac()
    options = BenchOptions(
        bundles=(tiny,),
        output=tmp_path / "runs",
        device="ios",
        engines=("coreml",),
        ios=IosOptions(app=project, compute_units=("all", "cpuOnly")),
    )
    result = bench(options)
    assert not result.failures
    assert sorted(path.name for path in result.files) == [
        "tiny.coreml.all.json",
        "tiny.coreml.cpuOnly.json",
    ]
    runs = [read_run(path) for path in result.files]
    assert {run.variant.compute_units for run in runs} == {"all", "cpuOnly"}
    assert all(run.session.rounds == 3 and run.variant.delegated is None for run in runs)
    assert len(found.called("process", "launch")) == 6
    assert len(found.called("copy", "to")) == len(found.called("xcodebuild", "build")) == 1


def test_a_locked_phone_is_waited_for(mac, measured):
    mac(locked=[True, True, False])
    found, _ = measured()
    assert found.valid


@pytest.mark.parametrize("options", [{"wait": False}, {}])
def test_a_phone_that_stays_locked(mac, measured, options, monkeypatch):
    monkeypatch.setattr("tests.mobilec.benchmarking.ios.test_device.SHORT", Patience(3.0, 0.2))
    found = mac(locked=[True])
    with pytest.raises(Refused, match="is locked, and starts no app so: unlock it"):
        measured(**options)
    assert not found.called("xcodebuild")


def test_a_refusal_of_the_app_is_a_run(mac, measured):
    failed = document(measured=None, goldens=None, exit_status=1, error="no such function")
    mac(document=failed)
    found, _ = measured()
    assert (found.exit_status, found.error) == (1, "no such function")


def test_a_crash_says_its_signal_and_its_last_words(mac, measured):
    mac(app="dies", document=5)
    with pytest.raises(Crashed, match="by signal 5 .a check of Swift's failed") as crash:
        measured()
    assert "Fatal error: Index out of range" in str(crash.value)
    assert "mobilec progress" not in str(crash.value)


def test_what_was_measured_before_a_crash_is_kept(mac, measured):
    found = mac(
        app="dies at its end",
        document=document(exit_status=1, error="it ended at the second load"),
    )
    run, _ = measured()
    assert run.measured is not None and run.exit_status == 1
    assert run.error.startswith("it ended at the second load (by signal 11 (a runtime read memory")
    assert "measure the other engine, --format coreml or executorch" in run.error
    assert len(found.called("copy", "from")) == 1


def test_what_to_try_after_a_crash_is_said(mac, measured):
    mac(app="dies", document=11)
    with pytest.raises(Crashed, match="signal 11 .*measure the other engine, --format coreml"):
        measured()


def test_an_app_that_the_system_ends(mac, measured):
    mac(app="dies", document=9)
    with pytest.raises(Crashed, match="signal 9 .*too little memory"):
        measured()


def test_an_app_that_exits_early(mac, measured):
    mac(app="exits")
    with pytest.raises(Crashed, match="ended with exit code 3 and before it had finished"):
        measured()


def test_an_app_that_says_nothing_is_stopped(mac, measured):
    found = mac(app="silent")
    with pytest.raises(Crashed, match="said nothing for 3 s and was stopped"):
        measured()
    assert (found.folder / "ended").is_file()


def test_an_app_that_cannot_even_open_the_bundle(mac, measured):
    mac(app="refuses")
    with pytest.raises(Crashed, match="status 1: model.mlpackage has another sha256"):
        measured()


def test_half_a_result(mac, measured):
    mac(app="half")
    with pytest.raises(Crashed, match=r"not JSON.*interrupted"):
        measured()


def test_a_result_that_breaks_the_schema(mac, measured):
    mac(document=document() | {"valid": "yes"})
    with pytest.raises(Crashed, match="run.schema.json"):
        measured()


def test_the_result_of_something_else(mac, measured):
    mac(app="other")
    with pytest.raises(Crashed, match="measured executorch on cpuOnly .*coreml on cpuOnly"):
        measured()


def test_a_cable_that_is_pulled(mac, measured):
    mac(app="unplugged")
    with pytest.raises(Refused, match="the iPhone is gone; was its cable pulled"):
        measured()


def test_a_copy_that_runs_out_of_time_is_done_again(mac, measured):
    found = mac(failing={"copy from": "copy-timed-out.json"}, times={"copy from": 1})
    assert measured()[0].valid
    assert len(found.called("copy", "from")) == 2


def test_a_result_that_is_not_there(mac, measured):
    found = mac(failing={"copy from": "copy-absent.json"})
    with pytest.raises(Crashed, match="it left no Documents/runs/"):
        measured()
    assert len(found.called("copy", "from")) == 1


@pytest.mark.parametrize(
    ("step", "answer", "said"),
    [
        ("list", "xcrun-no-xcode.txt", "no Xcode 16 or later in use.*xcode-select -s"),
        ("build", "build-no-xcode.txt", "Xcode is not in use.*xcode-select -s"),
        ("build", "build-licence.txt", "sudo xcodebuild -license"),
        ("build", "build-no-team.txt", "no team signs the app: give --team ID"),
        ("build", "build-no-account.txt", "sign in with your Apple account in Xcode"),
        ("build", "build-id-taken.txt", "another team has that name.*--app-id"),
        ("build", "build-developer-mode.txt", "switch on Developer Mode"),
        ("build", "build-locked.txt", "unlock it, and keep it so"),
        ("build", "build-platform.txt", "xcodebuild -downloadPlatform iOS"),
        ("build", "build-broken.txt", "could not be built .exit status 65.*cannot find 'Shap'"),
        ("install", "install-unsigned.json", "not signed for this iPhone.*--team ID"),
        ("install", "gone.json", "the iPhone is gone; was its cable pulled"),
        ("copy to", "gone.json", "the iPhone is gone"),
        ("launch", "launch-locked.txt", "could not be run on the iPhone: unlock it"),
        ("launch", "launch-untrusted.txt", "does not trust the developer yet.*VPN & Device"),
        ("launch", "launch-gone.txt", "the iPhone is gone"),
    ],
)
def test_each_failure_is_explained(mac, measured, step, answer, said):
    mac(failing={step: answer})
    with pytest.raises(Refused, match=f"(?s){said}"):
        measured()


def test_errors_of_a_build_are_shown_once_each(mac, measured):
    mac(failing={"build": "build-broken.txt"})
    with pytest.raises(Refused) as refused:
        measured()
    assert str(refused.value).count("cannot find 'Shap'") == 1
    assert "cannot find 'Elemnt'" in str(refused.value)


def test_a_lock_that_cannot_be_asked_for_stops_nothing(mac, measured):
    mac(failing={"lock": "gone.json"})
    assert measured()[0].valid


def test_a_computer_without_xcode(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refused, match="from a Mac with Xcode 16 or later.*On Linux, take the"):
        Iphone(IosOptions())


def test_a_project_without_its_xcode_project(mac, measured, project):
    (project / "MobilecDemo.xcodeproj").rmdir()
    mac()
    with pytest.raises(Refused, match="xcodegen generate"):
        measured()
