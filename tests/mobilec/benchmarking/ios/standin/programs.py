"""Plays xcrun and xcodebuild: replays recorded answers, and is the phone with the app on it."""

import hashlib
import json
import shutil
import signal
import sys
import time
from pathlib import Path

FOLDER, RECORDED = Path(sys.argv[1]), Path(sys.argv[2])
WORDS = sys.argv[3:]
STATE = json.loads((FOLDER / "state.json").read_text())
CONTAINER = FOLDER / "container"


def main():
    with (FOLDER / "calls.jsonl").open("a") as log:
        log.write(json.dumps(WORDS) + "\n")
    if WORDS[0] == "xcodebuild":
        build()
    command = WORDS[2:]
    named = {
        ("list", "devices"): listed,
        ("device", "info"): lock_state,
        ("device", "install"): install,
        ("device", "copy"): copy,
        ("device", "process"): launch,
    }
    named[tuple(command[:2])]()


def option(name):
    return WORDS[WORDS.index(name) + 1]


def answer(document, status=0):
    Path(option("--json-output")).write_text(json.dumps(document))
    sys.exit(status)


def recorded(name):
    return json.loads((RECORDED / name).read_text())


def fail(step):
    """Replays the failure of a step, where it has one (and not used it up)."""
    name = STATE["failing"].get(step)
    counter = FOLDER / f"failed {step}"
    done = int(counter.read_text()) if counter.is_file() else 0
    if name is None or done >= STATE["times"].get(step, 1_000_000):
        return
    counter.write_text(str(done + 1))
    if name.endswith(".json"):
        # As it was seen: the status says nothing.
        answer(recorded(name), status=0)
    text = (RECORDED / name).read_text()
    stream = sys.stdout if step in ("build", "launch") else sys.stderr
    stream.write(text)
    sys.exit(72 if "xcrun" in name else 65)


def listed():
    fail("list")
    answer(STATE["devices"] or recorded("devices.json"))


def lock_state():
    fail("lock")
    document = recorded("lock-state.json")
    asked = FOLDER / "asked"
    at = int(asked.read_text()) if asked.is_file() else 0
    asked.write_text(str(at + 1))
    answers = STATE["locked"]
    document["result"]["passcodeRequired"] = answers[min(at, len(answers) - 1)]
    answer(document)


def install():
    fail("install")
    document = recorded("install.json")
    document["result"]["installedApplications"][0]["bundleID"] = STATE["built_id"]
    answer(document)


def copy():
    way = WORDS[4]
    fail(f"copy {way}")
    assert option("--domain-type") == "appDataContainer"
    assert option("--domain-identifier") == STATE["built_id"]
    source, destination = option("--source"), option("--destination")
    if way == "to":
        shutil.copytree(source, CONTAINER / destination, dirs_exist_ok=True)
        answer(recorded("copied.json"))
    if not (CONTAINER / source).is_file():
        answer(recorded("copy-absent.json"), status=1)
    shutil.copyfile(CONTAINER / source, destination)
    answer(recorded("copied.json"))


def build():
    if WORDS[1:] == ["-version"]:
        say(f"Xcode {STATE['xcode']}\nBuild version 16A1")
        sys.exit(0)
    fail("build")
    derived = Path(option("-derivedDataPath"))
    app = derived / "Build/Products/Release-iphoneos/MobilecDemo.app"
    shutil.copytree(STATE["built"], app, dirs_exist_ok=True)
    say("** BUILD SUCCEEDED **")
    sys.exit(0)


def launch():
    fail("launch")
    dashes = WORDS.index("--")
    assert WORDS[dashes - 1] == STATE["built_id"]
    given = WORDS[dashes + 1 :]
    assert given.pop(0) == "--benchmark"
    asked = dict(zip(given[::2], given[1::2], strict=True))
    say("Launched application with dev.mobilec.demo bundle identifier.")
    say("Waiting for the application to terminate…")
    APPS[STATE["app"]](asked)
    sys.exit(0)


def say(line):
    """As a console of devicectl's ends its lines."""
    sys.stdout.write(line + "\r\n")
    sys.stdout.flush()


def progress(done, total, what):
    say("mobilec progress " + json.dumps({"done": done, "total": total, "what": what}))


def measures(asked, kept=None, says=True):
    progress(0, 4, "loading")
    progress(2, 4, "timing")
    manifest = CONTAINER / "Documents/bundles" / asked["--bundle"] / "manifest.json"
    document = STATE["document"]
    variant = document["variant"]
    variant["engine"] = variant["format"] = asked["--engine"]
    variant["threads"] = int(asked["--threads"])
    variant["compute_units"] = asked.get("--compute-units")
    variant["manifest_sha256"] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    runs = CONTAINER / "Documents/runs"
    runs.mkdir(parents=True, exist_ok=True)
    (runs / asked["--output"]).write_text(json.dumps(document)[:kept])
    if says:
        say(f"mobilec finished {document['exit_status']} {asked['--output']}")
        time.sleep(0.2)


def half(asked):
    measures(asked, kept=500)


def other(asked):
    measures(asked | {"--engine": "executorch"})


def refuses(asked):
    say("mobilec failed model.mlpackage has another sha256")
    say(f"mobilec finished 1 {asked['--output']}")


def dies(asked):
    progress(1, 4, "loading")
    say("Fatal error: Index out of range")
    say(f"App terminated due to signal {STATE['document']}.")


def dies_at_its_end(asked):
    """While it loads the program once more, as some phones do."""
    wanted = asked["--output"]
    measures(asked | {"--output": wanted.removesuffix(".json") + ".unfinished.json"}, says=False)
    say("App terminated due to signal 11.")


def exits(asked):
    progress(1, 4, "loading")
    say("The app terminated with the exit code 3")


def unplugged(asked):
    progress(1, 4, "loading")
    say((RECORDED / "launch-gone.txt").read_text().strip())


def silent(asked):
    progress(0, 4, "loading")

    def ended(*_):
        (FOLDER / "ended").touch()
        sys.exit(0)

    signal.signal(signal.SIGTERM, ended)
    time.sleep(60)


APPS = {
    "measures": measures,
    "half": half,
    "other": other,
    "refuses": refuses,
    "dies": dies,
    "dies at its end": dies_at_its_end,
    "exits": exits,
    "unplugged": unplugged,
    "silent": silent,
}

main()
