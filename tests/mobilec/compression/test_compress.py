"""From a checkpoint to a smaller one and back: bit for bit, whole or not at all, and again."""

import json
from pathlib import Path

import pytest
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compressed.record import RECORD
from mobilec.compression.compress import compress
from mobilec.compression.methods.svd import METHOD as SVD
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.report import NAME as REPORT
from mobilec.layers.low_rank import LowRankLinear
from tests.mobilec.compression.conftest import made, written

HALF = {"method": "svd", "rank": 0.5}
FIRST = HALF | {"layers": ["*.0.*"]}
SECOND = HALF | {"layers": ["*.1.*"]}


def answer(folder: Path) -> torch.Tensor:
    ids = torch.arange(5, 25)[None]
    with torch.inference_mode():
        return load(folder).model(input_ids=ids, attention_mask=torch.ones_like(ids)).logits


def test_what_is_loaded_is_what_was_made(bert, tmp_path, monkeypatch):
    kept = []
    applied = SVD.apply_

    def apply_(model, plan, context):
        kept.append(model)
        return applied(model, plan, context)

    monkeypatch.setattr(SVD, "apply_", apply_)
    result = made(bert, tmp_path, HALF)
    loaded = load(result.folder).model
    mine, theirs = kept[0].state_dict(), loaded.state_dict()
    assert mine.keys() == theirs.keys()
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)
    assert not loaded.training
    assert sum(isinstance(m, LowRankLinear) for m in loaded.modules()) == len(
        result.steps[0].errors
    )


def test_full_rank_answers_as_the_dense_model(bert, tmp_path):
    made(bert, tmp_path, {"method": "svd", "rank": 64})
    torch.testing.assert_close(answer(tmp_path / "small"), answer(bert), atol=1e-4, rtol=1e-4)
    made(bert, tmp_path, HALF, output=tmp_path / "half")
    assert (answer(tmp_path / "half") - answer(bert)).abs().max() > 1e-2


def test_tied_weights_are_stored_once(marian, tmp_path):
    made(marian, tmp_path, HALF)
    with safe_open(tmp_path / "small/model.safetensors", "pt") as stored:
        names = set(stored.keys())
    assert "model.shared.weight" in names
    assert not names & {"lm_head.weight", "model.encoder.embed_tokens.weight"}
    model = load(tmp_path / "small").model
    assert model.lm_head.weight is model.model.decoder.embed_tokens.weight


def test_compressing_twice_composes(bert, tmp_path):
    made(bert, tmp_path, FIRST, output=tmp_path / "first")
    twice = made(tmp_path / "first", tmp_path, SECOND, output=tmp_path / "twice")
    once = made(bert, tmp_path, FIRST, SECOND, output=tmp_path / "once")
    assert [step.method for step in twice.record.steps] == ["svd", "svd"]
    assert twice.record.steps == once.record.steps
    assert twice.record.source == once.record.source
    assert twice.record.sha256 == once.record.sha256
    assert torch.equal(answer(tmp_path / "twice"), answer(tmp_path / "once"))


def test_words_and_search_settings_are_kept(marian, tmp_path):
    made(marian, tmp_path, HALF)
    for name in ("tokenizer.json", "tokenizer_config.json", "generation_config.json"):
        assert (tmp_path / "small" / name).read_bytes() == (marian / name).read_bytes()


def test_the_search_settings_of_an_older_translator_are_kept(marian, tmp_path):
    old = tmp_path / "old"
    old.mkdir()
    for file in marian.iterdir():
        (old / file.name).write_bytes(file.read_bytes())
    settings = json.loads((old / "generation_config.json").read_text())
    (old / "generation_config.json").unlink()
    config = json.loads((old / "config.json").read_text())
    (old / "config.json").write_text(json.dumps(config | settings | {"num_beams": 3}))
    made(old, tmp_path, HALF)
    assert load(tmp_path / "small").text.settings.num_beams == 3
    assert load(tmp_path / "small").text.settings == load(old).text.settings


def test_the_report_holds_costs_errors_and_quality(bert, labelled, tmp_path):
    result = made(bert, tmp_path, HALF, data=labelled, evaluation=labelled)
    report = json.loads((tmp_path / "small" / REPORT).read_text())
    assert report == {
        k: v for k, v in json.loads(json.dumps(result.to_json())).items() if k != "folder"
    }
    assert report["after"]["parameters"] < report["before"]["parameters"]
    assert report["expected"]["long"] < 1
    (step,) = report["steps"]
    assert len(step["errors"]) == len(step["plan"]["seats"]) == 12
    assert all(0 < error["weight"] < 1 and error["output"] > 0 for error in step["errors"])
    assert report["quality"]["rows"] == 24
    assert report["quality"]["before"].keys() == {"accuracy", "f1"}


def test_a_folder_that_is_taken_is_refused_and_left(bert, tmp_path):
    made(bert, tmp_path, HALF)
    before = (tmp_path / "small" / RECORD).read_bytes()
    with pytest.raises(Refused, match="holds something already; give --overwrite"):
        made(bert, tmp_path, FIRST)
    assert (tmp_path / "small" / RECORD).read_bytes() == before
    made(bert, tmp_path, FIRST, overwrite=True)
    assert (tmp_path / "small" / RECORD).read_bytes() != before


def test_a_dense_model_is_never_overwritten(bert, tmp_path):
    with pytest.raises(Refused, match=RECORD):
        made(bert, tmp_path, HALF, output=bert, overwrite=True)


BAD_STEPS = {
    "layer": ({"method": "svd", "rank": 4, "layers": {"*.atention.*": 3}}, "matches no layer"),
    "rank": ({"method": "svd", "rank": 1000}, "1000"),
    "budget": ({"method": "svd", "rank": {"budget": 0.001}, "sensitivity": "weight"}, "nearest"),
    "data": ({"method": "svd", "rank": 4, "weighted": True}, "needs calibration data"),
    "train": ({"method": "finetune"}, "step 1 .finetune.: finetune has nothing to learn from"),
}


@pytest.mark.parametrize("kind", BAD_STEPS)
def test_bad_steps_are_one_message_and_nothing_is_written(bert, tmp_path, kind):
    step, said = BAD_STEPS[kind]
    with pytest.raises(Refused, match=said):
        made(bert, tmp_path, step)
    assert [file.name for file in tmp_path.iterdir()] == ["recipe.yaml"]


def test_what_comes_late_in_a_recipe_is_refused_before_the_first_step(bert, tmp_path, monkeypatch):
    monkeypatch.setattr(SVD, "apply_", lambda *_: pytest.fail("was applied"))
    with pytest.raises(Refused, match=r"step 2 \(svd\): .*matches no layer"):
        made(bert, tmp_path, HALF, HALF | {"layers": ["nothing"]})
    reads = {"method": "svd", "rank": {"energy": 0.9}, "layers": ["*.dense"]}
    with pytest.raises(Refused, match=r"step 3 \(finetune\)"):
        made(bert, tmp_path, FIRST, reads, {"method": "finetune"})


@pytest.mark.parametrize("option", ["data", "evaluation"])
def test_data_that_does_not_fit_the_task_is_refused(bert, parallel, tmp_path, option):
    with pytest.raises(Refused, match="dev.tsv, line 2: one column named text or sentence"):
        made(bert, tmp_path, HALF, **{option: parallel})
    assert [file.name for file in tmp_path.iterdir()] == ["recipe.yaml"]


def test_an_option_with_nothing_to_do_is_refused(bert, labelled, tmp_path):
    with pytest.raises(Refused, match="--train .* does nothing: .* has no step finetune"):
        made(bert, tmp_path, HALF, train=str(labelled))
    own = {"method": "finetune", "train": str(labelled), "dev": str(labelled)}
    with pytest.raises(Refused, match="names its own data; leave it out"):
        made(bert, tmp_path, own, train=str(labelled))


def test_a_failure_in_the_middle_leaves_nothing(bert, tmp_path, monkeypatch):
    def fails(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(SVD, "apply_", fails)
    with pytest.raises(KeyboardInterrupt):
        made(bert, tmp_path, HALF)
    assert [file.name for file in tmp_path.iterdir()] == ["recipe.yaml"]


def test_weights_of_another_model_are_refused(bert, tmp_path):
    made(bert, tmp_path, HALF)
    weights = tmp_path / "small/model.safetensors"
    tensors = load_file(weights)
    save_file({name: tensor + 1 for name, tensor in tensors.items()}, weights)
    with pytest.raises(Refused, match="was written for .* one of the two is another model's"):
        load(tmp_path / "small")


def changed_record(folder: Path, change) -> None:
    record = json.loads((folder / RECORD).read_text())
    change(record)
    (folder / RECORD).write_text(json.dumps(record))


def test_a_record_that_does_not_fit_the_weights_is_refused(bert, tmp_path):
    made(bert, tmp_path, HALF)

    def wider(record):
        record["steps"][0]["edits"][0]["sizes"]["rank"] += 1

    changed_record(tmp_path / "small", wider)
    with pytest.raises(Refused, match="are not those of its record; .*query.* where"):
        load(tmp_path / "small")


def edit(record):
    """The first of the first step."""
    return record["steps"][0]["edits"][0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r.update(schema=9), "has schema 9; this version of mobilec reads 1 and 2"),
        (lambda r: r.pop("steps"), r"missing are \['steps'\]"),
        (lambda r: r["steps"][0].pop("edits"), "should be a list of edits, and is None"),
        (lambda r: edit(r).update(edit="replaced"), "'replaced'; did you mean replace?"),
        (lambda r: edit(r).update(code="x"), r"edits\[0\]: missing are .*, unknown are ..code"),
        (lambda r: edit(r).update(path="b.x"), "step 1 .svd. does not fit .* no module 'b.x'"),
        (lambda r: edit(r).update(layer="unknown"), "step 1 .svd. does not fit .* no layer 'unkn"),
        (lambda r: edit(r)["sizes"].pop("rank"), "step 1 .svd. does not fit .* KeyError 'rank'"),
        (lambda r: r.update(untied=["bert"]), "bert is no output layer"),
        (lambda r: r["config"].update(model_type="x"), "names the model type 'x'"),
    ],
)
def test_a_damaged_record_is_refused(bert, tmp_path, change, said):
    made(bert, tmp_path, HALF)
    changed_record(tmp_path / "small", change)
    with pytest.raises(Refused, match=said):
        load(tmp_path / "small")


def test_what_made_a_model_need_not_be_known(bert, tmp_path):
    """It is rebuilt by the edits of its record alone."""
    made(bert, tmp_path, HALF)
    before = answer(tmp_path / "small")
    changed_record(tmp_path / "small", lambda r: r["steps"][0].update(method="of-tomorrow"))
    assert torch.equal(answer(tmp_path / "small"), before)


def test_a_step_that_forgets_what_it_did_is_a_defect(bert, tmp_path, monkeypatch):
    """The twin of all that relies on the record: what it does not rebuild is not written."""

    applied = SVD.apply_

    def apply_(model, plan, context):
        errors = applied(model, plan, context)
        model.classifier.bias = None
        return errors

    monkeypatch.setattr(SVD, "apply_", apply_)
    with pytest.raises(Refused, match="are not those of its record; absent: classifier.bias"):
        made(bert, tmp_path, HALF)
    assert not (tmp_path / "small").exists()


def test_a_recipe_that_is_not_there_names_the_shipped_ones(bert, tmp_path):
    with pytest.raises(Refused, match="there is no recipe 'x.yaml'"):
        compress(CompressOptions(str(bert), "x.yaml", tmp_path / "small"))


def test_a_recipe_with_a_key_twice_is_refused(bert, tmp_path):
    file = written(tmp_path, HALF)
    file.write_text(file.read_text() + "  rank: 3\n")
    with pytest.raises(Refused, match="the key 'rank' stands in line"):
        compress(CompressOptions(str(bert), file, tmp_path / "small"))
