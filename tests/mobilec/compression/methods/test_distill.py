"""distill: a student comes nearer to its teacher, by its answers alone."""

import copy
import json
import shutil

import pytest
import torch
from safetensors.torch import load_file

from exporters.errors import Refused
from mobilec.checkpoint.load import load
from mobilec.compression.data.model_text import ModelText
from mobilec.compression.options import CompressOptions
from mobilec.compression.plan.plan import plan_compression
from mobilec.layers.zeros import of_kept_zeros
from mobilec.training.zeros import share_of_zeros
from tests import models
from tests.mobilec.compression.conftest import made, written
from tests.mobilec.compression.methods.test_finetune import LEARN

TAUGHT = LEARN | {"method": "distill", "epochs": 12, "labels": 0.0, "soft": 1.0, "save_steps": 36}
CUT = {"method": "svd", "rank": 16}


def apart(one, other, ids):
    """How far their answers are from each other (Kullback-Leibler)."""
    more = {"decoder_input_ids": ids[:, :5]} if one.config.is_encoder_decoder else {}
    with torch.no_grad():
        p, q = (m(input_ids=ids, **more).logits.log_softmax(-1) for m in (one, other))
    return float((p.exp() * (p - q)).sum(-1).mean())


def rows(folder, data):
    """Texts of the data as one model reads them, each a batch."""
    text = ModelText(folder, load(folder).task)
    lines = [line.split("\t")[0] for line in data.read_text().splitlines()[1:]]
    if text.about.config.is_encoder_decoder:
        return [torch.tensor([text.ids(line)]) for line in lines]
    return [torch.tensor([list(text.encoded(line).ids)]) for line in lines]


@pytest.mark.parametrize("kind", ["classifier", "translator"])
def test_a_student_comes_nearer_to_what_it_was(kind, bert, marian, labelled, parallel, tmp_path):
    """Its teacher is the model before it was cut; no label is looked at."""
    dense, data = {"classifier": (bert, labelled), "translator": (marian, parallel)}[kind]
    cut = made(dense, tmp_path, CUT, output=tmp_path / "cut")
    given = {"train": str(data), "evaluation": data}
    result = made(dense, tmp_path, CUT, TAUGHT, **given)
    teacher, before, after = (load(f).model for f in (dense, cut.folder, result.folder))
    texts = rows(dense, data)
    lost, left = (sum(apart(teacher, m, ids) for ids in texts) for m in (before, after))
    assert left < 0.5 * lost
    assert f"its teacher is {dense.name}" in result.steps[1].plan.notes


def test_a_teacher_of_labels_may_have_other_words(bert, labelled, tmp_path):
    steps = {"method": "reduce-vocabulary"}, TAUGHT
    result = made(bert, tmp_path, *steps, data=labelled, train=str(labelled), evaluation=labelled)
    assert result.after.parameters < result.before.parameters


def test_a_translator_of_fewer_words_is_taught_by_all_of_them(marian, parallel, tmp_path):
    """Of the examples that both cut alike; its answers come nearer to the teacher's among them."""
    steps = {"method": "reduce-vocabulary"}, CUT
    given = {"data": parallel, "train": str(parallel), "evaluation": parallel}
    cut = made(marian, tmp_path, *steps, output=tmp_path / "cut", **given | {"train": None})
    result = made(marian, tmp_path, *steps, TAUGHT, **given)
    teacher = load(
        made(marian, tmp_path, steps[0], output=tmp_path / "dense", data=parallel).folder
    )
    texts = rows(cut.folder, parallel)
    before, after = (load(f).model for f in (cut.folder, result.folder))
    lost, left = (sum(apart(teacher.model, m, ids) for ids in texts) for m in (before, after))
    assert left < 0.5 * lost
    assert result.after.parameters < result.before.parameters


@pytest.mark.parametrize("method", [TAUGHT, LEARN])
def test_a_plan_reads_the_words_that_are_left(method, marian, parallel, tmp_path):
    recipe = written(tmp_path, {"method": "reduce-vocabulary"}, method)
    options = CompressOptions(
        str(marian), recipe, data=parallel, train=str(parallel), evaluation=parallel
    )
    plan = plan_compression(options)
    assert plan.after.parameters < plan.before.parameters


@pytest.mark.parametrize("width", [None, 32])
def test_layers_of_translators_are_held_too(marian, parallel, width, tmp_path):
    """By hidden states alone, in both stacks; a narrower student has projections to learn by, which
    are gone afterwards."""
    steps = [CUT] if width is None else [{"method": "prune-width", "width": width}]
    taught = TAUGHT | {"soft": 0.0, "hidden": 1.0}
    given = {"data": parallel, "train": str(parallel), "evaluation": parallel}
    cut = made(marian, tmp_path, *steps, output=tmp_path / "cut", **given | {"train": None})
    after = load(made(marian, tmp_path, *steps, taught, **given).folder).model
    before, teacher = load(cut.folder).model, load(marian).model
    assert dict(after.named_parameters()).keys() == dict(before.named_parameters()).keys()
    if width is not None:
        return

    def far(model):
        total = 0.0
        for ids in rows(marian, parallel):
            more = {"decoder_input_ids": ids[:, :5], "output_hidden_states": True}
            with torch.no_grad():
                mine, theirs = (m(input_ids=ids, **more) for m in (model, teacher))
            for name in ("encoder_hidden_states", "decoder_hidden_states"):
                pair = mine[name][-1], theirs[name][-1]
                total += float((1 - torch.cosine_similarity(*pair, dim=-1)).mean())
        return total

    assert far(after) < 0.5 * far(before)


def test_layers_are_held_against_each_other(labelled, tmp_path):
    """By hidden states alone they come nearer, though no answer is looked at."""
    deep = models.tiny("bert", num_hidden_layers=4)
    dense = tmp_path / "deep"
    deep.save_pretrained(dense)
    models.tokenizer(0).save_pretrained(dense)
    shallow = {"method": "drop-layers", "encoder": 2}
    taught = TAUGHT | {"soft": 0.0, "hidden": 1.0, "layer_map": "skip"}
    given = {"train": str(labelled), "evaluation": labelled}
    before = load(
        made(dense, tmp_path, shallow, output=tmp_path / "cut", **given | {"train": None}).folder
    )
    after = load(made(dense, tmp_path, shallow, taught, **given).folder)

    def far(model):
        total = 0.0
        for ids in rows(dense, labelled):
            with torch.no_grad():
                mine = model(ids, output_hidden_states=True).hidden_states[1][:, 0]
                theirs = deep(ids, output_hidden_states=True).hidden_states[2][:, 0]
            total += float(1 - torch.cosine_similarity(mine, theirs))
        return total

    assert far(after.model) < 0.5 * far(before.model)


def test_a_killed_run_ends_as_it_would_have(bert, labelled, tmp_path, killed_at):
    given = {"train": str(labelled), "evaluation": labelled}
    step = TAUGHT | {"epochs": 2, "save_steps": 3}
    made(bert, tmp_path, CUT, step, output=tmp_path / "whole", **given)
    killed_at(5)
    with pytest.raises(KeyboardInterrupt):
        made(bert, tmp_path, CUT, step, **given)
    made(bert, tmp_path, CUT, step, **given)
    one, other = (load_file(tmp_path / name / "model.safetensors") for name in ("whole", "small"))
    assert all(torch.equal(one[name], other[name]) for name in one)


def test_the_record_names_no_folder_of_the_user(bert, labelled, tmp_path):
    step = TAUGHT | {"teacher": str(bert), "epochs": 1}
    result = made(bert, tmp_path, CUT, step, train=str(labelled), evaluation=labelled)
    record = json.loads((result.folder / "compression.json").read_text())
    assert record["steps"][1]["options"]["teacher"] == bert.name


def test_zeros_come_while_a_teacher_teaches(bert, labelled, tmp_path):
    step = TAUGHT | {"epochs": 4, "sparsity": 0.6}
    result = made(bert, tmp_path, step, train=str(labelled), evaluation=labelled)
    weights = [*of_kept_zeros(load(result.folder).model)]
    assert {round(share_of_zeros(weight), 3) for weight in weights} == {0.6}


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"temperature": 0}, "temperature is 0.0; give a number above 0"),
        ({"soft": -1}, "soft is -1.0; give 0 or more"),
        ({"soft": 0}, "the teacher would not be asked; use finetune"),
        ({"hidden": 1, "layer_drop": 0.2}, "none may be left out; leave layer_drop out"),
        ({"hidden": 1, "layer_map": "all"}, "it can be skip, last"),
        ({"teacher": "no/such/model"}, "no/such/model"),
    ],
)
def test_what_cannot_be_done_is_refused(bert, labelled, keys, message, tmp_path):
    with pytest.raises(Refused, match=message):
        made(bert, tmp_path, TAUGHT | keys, train=str(labelled), evaluation=labelled)
    assert not (tmp_path / "small").exists()


def test_teachers_that_a_student_cannot_have(bert, marian, labelled, parallel, tmp_path):
    given = {"train": str(labelled), "evaluation": labelled}
    other = copy.deepcopy(models.tiny("bert", hidden_size=32, num_attention_heads=2))
    other.save_pretrained(tmp_path / "narrow")
    models.tokenizer(0).save_pretrained(tmp_path / "narrow")
    taught = TAUGHT | {"teacher": str(tmp_path / "narrow"), "hidden": 1.0}
    other.config.id2label = {0: "good", 1: "bad", 2: "so"}
    other.save_pretrained(tmp_path / "narrow")
    with pytest.raises(Refused, match=r"has the labels \['good', 'bad', 'so'\]"):
        made(bert, tmp_path, taught | {"hidden": 0.0}, **given)
    alien = tmp_path / "alien"
    shutil.copytree(marian, alien)
    file = alien / "tokenizer.json"
    words = json.loads(file.read_text())
    words["model"]["vocab"][-9][0] = "nowhere"
    file.write_text(json.dumps(words))
    with pytest.raises(Refused, match="writes other pieces than the student"):
        taught = TAUGHT | {"teacher": str(alien)}
        made(marian, tmp_path, taught, train=str(parallel), evaluation=parallel)
    shallow = tmp_path / "shallow"
    one = {"method": "drop-layers", "encoder": 1}
    made(marian, tmp_path, one, output=shallow, data=parallel)
    with pytest.raises(Refused, match=r"in the encoder, and no more than the teacher: there are"):
        taught = TAUGHT | {"teacher": str(shallow), "hidden": 1.0}
        made(marian, tmp_path, taught, train=str(parallel), evaluation=parallel)
