"""How the tests ask the interface."""

import json

from django.urls import reverse


def address(name, language="fr", **known):
    return reverse(f"interface:{name}", kwargs={"language": language, **known})


def read(client, name, language="fr", query=None, **known):
    """Return what the interface answers, as data."""
    answer = client.get(address(name, language, **known), query or {})
    assert answer.status_code == 200, answer.content
    return json.loads(answer.content)


def problem(client, path, status, **headers):
    """Return the problem that the interface answers with."""
    answer = client.get(path, headers=headers)
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    found = json.loads(answer.content)
    assert found["status"] == status
    return found


def items(client, name, **more):
    return read(client, name, **more)["items"]
