"""The public names: each leads to its module, none is loaded before it is asked for, and together
they are all that their own options, answers and errors are made of."""

import dataclasses
import inspect
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

import mobilec

LISTS = {"models", "recipes"}
"""Calls that only list what ships: there is nothing to refuse."""


def test_the_list_of_names_is_the_table():
    assert set(mobilec.__all__) == {"__version__", *mobilec._DEFINED_IN}


@pytest.mark.parametrize("name", mobilec._DEFINED_IN)
def test_every_name_leads_to_what_it_names(name):
    found = getattr(mobilec, name)
    assert (found.__name__, found.__module__) == (name, mobilec._DEFINED_IN[name])


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'exprot'"):
        _ = mobilec.exprot


def test_importing_loads_nothing_heavy():
    ask = (
        "import sys, mobilec; sys.exit(bool({'torch', 'transformers', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0


def ours(hint: Any) -> Iterator[type]:
    """This repository's classes in a type, such as that of ``tuple[Precision, ...] | None``."""
    if isinstance(hint, type) and hint.__module__.startswith(("mobilec.", "exporters.")):
        yield hint
    for part in get_args(hint):
        yield from ours(part)


@pytest.mark.parametrize("name", mobilec._CALLS)
def test_what_a_call_takes_and_gives_is_public(name):
    hints = get_type_hints(getattr(mobilec, name))
    assert set(hints) == {*inspect.signature(getattr(mobilec, name)).parameters, "return"}
    for found in (each for hint in hints.values() for each in ours(hint)):
        assert getattr(mobilec, found.__name__, None) is found, f"{name} needs {found}"


@pytest.mark.parametrize("name", mobilec._TAKEN)
def test_what_an_option_can_be_is_public(name):
    option = getattr(mobilec, name)
    hints = get_type_hints(option) if dataclasses.is_dataclass(option) else {}
    for found in (each for hint in hints.values() for each in ours(hint)):
        assert getattr(mobilec, found.__name__, None) is found, f"{name} needs {found}"


def test_a_type_of_ours_is_found_inside_another():
    assert list(ours(dict[str, tuple[mobilec.Precision, ...] | None])) == [mobilec.Precision]


@pytest.mark.parametrize("name", [name for name in mobilec._CALLS if name not in LISTS])
def test_a_call_says_what_it_raises(name):
    said = inspect.getdoc(getattr(mobilec, name)) or ""
    assert "``Refused``" in said


@pytest.mark.parametrize("name", mobilec._DEFINED_IN)
def test_every_name_is_documented(name):
    said = getattr(mobilec, name).__doc__ or ""
    assert said and not said.startswith(f"{name}("), "a dataclass without words gets its signature"
    assert not said.startswith("``"), "what it is comes before what its parts are"
