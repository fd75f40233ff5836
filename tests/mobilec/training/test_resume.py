"""Which checkpoint a run goes on from."""

import pytest

from exporters.errors import Refused
from mobilec.training.resume import alone, claim, last_checkpoint


def checkpoint(work, step: int, state: str | None) -> None:
    folder = work / f"checkpoint-{step}"
    folder.mkdir()
    if state is not None:
        (folder / "trainer_state.json").write_text(state)


def test_the_newest_is_found_by_number(tmp_path):
    checkpoint(tmp_path, 900, '{"global_step": 900}')
    checkpoint(tmp_path, 1000, '{"global_step": 1000}')
    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-1000"


def test_one_that_was_cut_off_is_passed_over(tmp_path):
    checkpoint(tmp_path, 100, '{"global_step": 100}')
    checkpoint(tmp_path, 200, '{"global_st')
    checkpoint(tmp_path, 300, None)
    assert last_checkpoint(tmp_path) == tmp_path / "checkpoint-100"


def test_a_new_work_folder_begins_at_the_start(tmp_path):
    assert claim(tmp_path / "work", {"seed": 0}) is None
    assert claim(tmp_path / "work", {"seed": 0}) is None


def test_two_processes_do_not_train_in_one_folder(tmp_path):
    with alone(tmp_path / "work"):
        with pytest.raises(Refused, match="another process trains in"), alone(tmp_path / "work"):
            pytest.fail("was let in")
        with alone(tmp_path / "work.2"):
            pass
    with alone(tmp_path / "work"):
        pass
    assert list(tmp_path.iterdir()) == []
