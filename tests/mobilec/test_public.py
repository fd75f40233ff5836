"""The public calls: every name leads to its module, and none is loaded before it is asked for."""

import subprocess
import sys

import pytest

import mobilec


def test_the_list_of_names_is_the_table():
    assert set(mobilec.__all__) == {"__version__", *mobilec._CALLS}


@pytest.mark.parametrize("name", mobilec._CALLS)
def test_every_name_leads_to_its_call(name):
    found = getattr(mobilec, name)
    assert (found.__name__, found.__module__) == (name, mobilec._CALLS[name])


def test_a_name_that_is_not_there():
    with pytest.raises(AttributeError, match="no attribute 'exprot'"):
        _ = mobilec.exprot


def test_importing_loads_nothing_heavy():
    ask = (
        "import sys, mobilec; sys.exit(bool({'torch', 'transformers', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", ask], check=False).returncode == 0
