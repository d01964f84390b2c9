"""The description of the interface (OpenAPI 3.1): the operations, and the files of headcounts beside them."""

import copy
import functools
import json

from django.conf import settings
from django.urls import reverse

from interface.api import api, root
from interface.problems import MEDIA_TYPE
from interface.schemas import HeadcountFile, Problem

REFERENCE = "#/components/schemas/{model}"
FILES = {
    "headcounts-json": ("All headcounts as one JSON file", "application/json"),
    "headcounts-csv": ("All headcounts as CSV (RFC 4180, UTF-8)", "text/csv"),
    "headcounts-excel": ("All headcounts as CSV for spreadsheets: semicolons, UTF-8 with a mark", "text/csv"),
}


@functools.cache
def _described() -> dict:
    # By way of JSON: the library's own dictionaries share parts and have numbers as keys.
    described = json.loads(json.dumps(api.get_openapi_schema(path_prefix=root())))
    schemas = described["components"]["schemas"]
    for operations in described["paths"].values():
        # HEAD says the same as GET; an operation is described once.
        operations.pop("head")
        for status, response in operations["get"]["responses"].items():
            schema = response["content"].pop("application/json")["schema"]
            # Named once, whether the library names them or writes them out each time.
            name = schema.get("title")
            if name:
                schemas[name] = schema
                schema = {"$ref": REFERENCE.format(model=name)}
            response["content"][MEDIA_TYPE if int(status) >= 400 else "application/json"] = {"schema": schema}
    for model in (HeadcountFile, Problem):
        schema = model.model_json_schema(ref_template=REFERENCE, mode="serialization")
        schemas.update(schema.pop("$defs", {}))
        schemas[model.__name__] = schema
    described["paths"] |= _files()
    # The library also names the groups of parameters, to which nothing refers.
    text = json.dumps(described)
    named = {name: schema for name, schema in sorted(schemas.items()) if f'"{REFERENCE.format(model=name)}"' in text}
    described["components"]["schemas"] = named
    if not described["servers"]:
        del described["servers"]
    described["info"]["license"] = dict(settings.DATA_LICENCE)
    return described


def _files() -> dict:
    paths = {}
    for language, _name in settings.LANGUAGES:
        for name, (summary, media_type) in FILES.items():
            schema = {"$ref": REFERENCE.format(model="HeadcountFile")} if name.endswith("json") else {"type": "string"}
            response = {"description": "OK", "content": {media_type: {"schema": schema}}}
            paths[reverse(name, kwargs={"language": language})] = {
                "get": {
                    "operationId": f"{name.replace('-', '_')}_{language}",
                    "summary": summary,
                    "responses": {"200": response},
                }
            }
    return paths


def describe() -> dict:
    """Return the description as plain data."""
    return copy.deepcopy(_described())


def written() -> str:
    """Return the description as it is served and kept in docs/openapi.json: indented, in a stable order."""
    return json.dumps(_described(), ensure_ascii=False, indent=2) + "\n"


def operations() -> list[tuple[str, str]]:
    """Return address and summary of each operation of the interface itself, in the order of the description."""
    return [
        (path, operations["get"]["summary"])
        for path, operations in _described()["paths"].items()
        if path.startswith(root())
    ]
