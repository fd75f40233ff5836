"""A run learns, keeps the best of its states, stops when nothing improves, and survives a kill."""

from dataclasses import replace

import pytest
import torch

from exporters.errors import Refused
from exporters.progress import Silent
from mobilec.training.finetuning.run import finetune_
from mobilec.training.trainer import GoalTrainer

RUN = {"sha256": "of the rows"}


def learn(model, material, options, work):
    return finetune_(model, material, options, work, RUN, Silent())


def weights(model) -> dict[str, torch.Tensor]:
    return {name: tensor.clone() for name, tensor in model.state_dict().items()}


def same(one, other) -> bool:
    return all(torch.equal(one[name], other[name]) for name in one)


def test_a_classifier_learns(classifier, labelled, options, tmp_path):
    learned = learn(classifier, labelled, replace(options, epochs=12), tmp_path)
    assert learned.metric == "accuracy" and learned.steps == 48
    assert learned.best == max(learned.values) > 0.8
    assert not classifier.training and classifier.config.use_cache


def test_a_translator_learns(translator, parallel, options, tmp_path):
    learned = learn(translator, parallel, options, tmp_path)
    assert learned.metric == "loss"
    assert learned.best == min(learned.values) < learned.values[0]
    assert translator.lm_head.weight is translator.model.shared.weight


def test_sines_are_not_trained(translator, parallel, options, tmp_path):
    before = translator.model.encoder.embed_positions.weight.clone()
    translator.model.encoder.embed_positions.weight.requires_grad_(True)
    learn(translator, parallel, options, tmp_path)
    assert torch.equal(translator.model.encoder.embed_positions.weight, before)


def test_the_best_state_is_the_result(classifier, labelled, options, tmp_path, monkeypatch):
    """The metric says that the first state was the best; the last one is another."""
    states, falling = [], iter([0.9, 0.5, 0.4])
    evaluate = GoalTrainer.evaluation_loop

    def evaluation_loop(trainer, *given, **named):
        states.append(weights(trainer.model))
        output = evaluate(trainer, *given, **named)
        output.metrics["eval_accuracy"] = next(falling)
        return output

    monkeypatch.setattr(GoalTrainer, "evaluation_loop", evaluation_loop)
    learned = learn(classifier, labelled, options, tmp_path)
    assert learned.values == (0.9, 0.5, 0.4) and learned.best == 0.9
    assert same(states[0], weights(classifier)) and not same(states[2], weights(classifier))


@pytest.mark.parametrize(("patience", "taken"), [(0, 6), (1, 2), (2, 3)])
def test_a_run_stops_when_nothing_improves(
    classifier, labelled, options, tmp_path, monkeypatch, patience, taken
):
    monkeypatch.setattr(
        "mobilec.training.finetuning.goal.right_labels", lambda _: {"accuracy": 0.5}
    )
    asked = replace(options, epochs=6, patience=patience)
    learned = learn(classifier, labelled, asked, tmp_path)
    assert len(learned.values) == taken


@pytest.mark.parametrize("step", [3, 6, 11])
def test_a_killed_run_ends_as_it_would_have(
    classifier, labelled, options, killed_at, monkeypatch, tmp_path, step
):
    start = weights(classifier)
    learn(classifier, labelled, options, tmp_path / "whole")
    whole = weights(classifier)
    classifier.load_state_dict(start)
    killed_at(step)
    with pytest.raises(KeyboardInterrupt):
        learn(classifier, labelled, options, tmp_path / "killed")
    monkeypatch.undo()
    classifier.load_state_dict(start)
    learned = learn(classifier, labelled, options, tmp_path / "killed")
    assert learned.resumed_at == (step - 1) // 4 * 4
    assert same(whole, weights(classifier)) and not same(start, whole)


def test_a_run_that_was_over_takes_no_further_step(
    classifier, labelled, options, monkeypatch, tmp_path
):
    """Killed after its patience ran out and before its result was used."""
    monkeypatch.setattr(
        "mobilec.training.finetuning.goal.right_labels", lambda _: {"accuracy": 0.5}
    )
    asked = replace(options, patience=1)
    first = learn(classifier, labelled, asked, tmp_path)
    ended = weights(classifier)
    monkeypatch.setattr(GoalTrainer, "training_step", lambda *_: pytest.fail("trained"))
    again = learn(classifier, labelled, asked, tmp_path)
    assert same(ended, weights(classifier))
    assert (again.values, again.best) == (first.values, first.best)


def test_another_run_is_not_continued(classifier, labelled, options, tmp_path):
    learn(classifier, labelled, options, tmp_path)
    with pytest.raises(Refused, match="holds an unfinished run that differs in sha256"):
        finetune_(classifier, labelled, options, tmp_path, {"sha256": "of others"}, Silent())
