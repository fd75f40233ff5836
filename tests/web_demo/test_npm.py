"""What Vitest says is understood, and the lock file names one registry."""

import json
from pathlib import Path

from tests.web_demo import npm
from tests.web_demo.npm import Case


def test_what_is_said_of_each(tmp_path: Path) -> None:
    def told(name: str, status: str, *words: str) -> dict[str, object]:
        return {"fullName": name, "status": status, "failureMessages": words}

    files = [
        {
            "name": f"{npm.DEMO}/test/json/Fields.test.ts",
            "status": "failed",
            "assertionResults": [told("one", "passed"), told("two", "failed", "1", "2")],
        },
        {
            "name": f"{npm.DEMO}/test/run/None.test.ts",
            "status": "failed",
            "message": "no such module",
            "assertionResults": [],
        },
    ]
    report = tmp_path / "report.json"
    report.write_text(json.dumps({"testResults": files}))
    assert list(npm.cases(report)) == [
        Case("test/json/Fields.test.ts: one", "passed", ""),
        Case("test/json/Fields.test.ts: two", "failed", "1\n2"),
        Case("test/run/None.test.ts", "failed", "no such module"),
    ]


def test_packages_are_pinned_and_come_from_one_registry() -> None:
    package = json.loads((npm.DEMO / "package.json").read_text())
    locked = json.loads((npm.DEMO / "package-lock.json").read_text())["packages"]
    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert locked[f"node_modules/{name}"]["version"] == version
    for place, entry in locked.items():
        if place:
            assert entry["resolved"].startswith("https://registry.npmjs.org/"), place
            assert entry["integrity"].startswith("sha512-"), place
