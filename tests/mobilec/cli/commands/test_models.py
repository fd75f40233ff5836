"""`mobilec models`: what ships."""

import json


def test_people_see_every_model(call):
    result = call("models")
    assert result.exit_code == 0
    assert "sentiment-en" in result.stdout
    assert "Apache-2.0" in result.stdout


def test_machines(call):
    document = json.loads(call("models", "--json").stdout)
    assert "sentiment-en" in [model["name"] for model in document["models"]]
