"""The description of the interface is true, and nobody changes it without noticing."""

import json
import re

import pytest
from django.conf import settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from interface import description, schemas
from interface.documents import PUBLISHED, Published, twin
from interface.management.commands.describe_interface import KEPT
from publishing import kinds
from tests.public.test_public_leaks import everything
from tests.public.walking import walk
from tests.publishing_factories import make_editions

HOW_TO_RENEW = "The interface changed. Read the difference that `manage.py describe_interface` makes, then commit it."


def templates():
    """Return a pattern for the addresses of each path of the description."""
    paths = description.describe()["paths"]
    return {path: re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)) + r"(\?.*)?$") for path in paths}


def faults(answer, path):
    """Return what an answer says that its description does not."""
    described = description.describe()
    media_type = answer.headers["Content-Type"].partition(";")[0]
    contents = described["paths"][path]["get"]["responses"][str(answer.status_code)]["content"]
    assert list(contents) == [media_type], path
    if media_type == "text/csv":
        return []
    schema = contents[media_type]["schema"] | {"components": described["components"]}
    return [fault.message for fault in Draft202012Validator(schema).iter_errors(json.loads(answer.content))]


def test_the_description_is_the_one_that_the_repository_keeps():
    assert KEPT.read_text(encoding="utf-8") == description.written(), HOW_TO_RENEW


def test_the_description_is_valid_openapi():
    described = description.describe()
    assert described["openapi"].startswith("3.1")
    validate(described)


def test_the_description_is_answered_as_it_is_kept(client):
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.content.decode() == KEPT.read_text(encoding="utf-8")


def test_every_operation_has_a_name_of_its_own_and_says_what_it_does():
    operations = [path["get"] for path in description.describe()["paths"].values()]
    names = [operation["operationId"] for operation in operations]
    assert len(names) == len(set(names))
    assert [operation for operation in operations if not operation["summary"]] == []


def test_every_kind_of_page_with_an_address_is_published_and_no_other():
    published = {name for model in PUBLISHED for name in _kinds_of(model)}
    assert published == {kind.name for kind in kinds.every() if kind.section}


def _kinds_of(model):
    described = twin(model).model_json_schema()["properties"]["kind"]
    return {described["const"]} if "const" in described else set(described["enum"])


def test_two_shapes_never_share_a_name():
    """The library would let the second one take the place of the first, without a word."""
    sources = {}
    for model in (*map(twin, PUBLISHED), *_answers()):
        for found in _models_in(model):
            sources.setdefault(found.__name__, set()).add(found)
    assert len(sources) > 30
    assert {name: found for name, found in sources.items() if len(found) > 1} == {}


def _answers():
    return [found for found in vars(schemas).values() if isinstance(found, type) and issubclass(found, Published)]


def _models_in(model, seen=None):
    seen = set() if seen is None else seen
    if model in seen:
        return seen
    seen.add(model)
    for field in model.model_fields.values():
        for found in _classes(field.annotation):
            _models_in(found, seen)
    return seen


def _classes(annotation):
    if hasattr(annotation, "model_fields"):
        yield annotation
    for argument in getattr(annotation, "__args__", ()):
        yield from _classes(argument)


@pytest.mark.django_db
def test_every_answer_is_as_described(client):
    make_editions([document for code, _name in settings.LANGUAGES for document in everything("Words", code)])
    patterns, met = templates(), set()
    for address, answer in walk(client).items():
        path = next((path for path, pattern in patterns.items() if pattern.match(address)), None)
        if path is None or answer.status_code == 304:
            continue
        met.add(path)
        assert faults(answer, path) == [], address
    assert met == set(patterns)
