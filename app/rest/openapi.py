"""The OpenAPI 3.1 document, made of the table of routes and the shapes."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from http import HTTPStatus
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import core_schema

import app
from app.deeds import once
from app.http.problems import MEDIA_TYPE
from app.records.account import DataClass
from app.rest.body import FORM, JSON
from app.rest.endpoint import Endpoint, Line
from app.rest.parameters import Parameter
from app.rest.routes import ENDPOINTS, OPEN_ENDPOINTS, PREFIX
from app.rest.shapes.service import InputProblem, Problem

Json = dict[str, Any]

REF = "#/components/schemas/{model}"

_ABOUT = """\
Ursa keeps what a Polar watch measured and answers it here.

* **Keys**: send yours in the `X-API-Key` header. A key opens one person's data, or everybody's.
* **Days**: `days=N` means rows dated from today - N to today, the newest first. Today is the
  wearer's own.
* **Times** stand on the wearer's clock (`YYYY-MM-DD HH:MM:SS`) unless they end with `Z` (UTC).
* **null** means not measured. A 0 is a real 0.
* **Asked again**: answers carry an `ETag`. Sent back in `If-None-Match`, it gets a 304 without a
  body until the person's data change; browsers do that by themselves.
* **Problems** are `application/problem+json`; `code` is stable, `detail` says what to do.
"""

_PROBLEMS = {
    400: "A parameter is not allowed; `parameter` names it.",
    401: "No key, or one that is unknown, expired or revoked.",
    403: "A key that may not do this, or opens somebody else's data.",
    404: "There is no such person, day or thing.",
    409: "It clashes with what is going on.",
    422: "This `Idempotency-Key` came with another request before.",
    429: "The key's requests of this minute are used up.",
    500: "Something broke in Ursa; the log has it under the id in `detail`.",
    503: "The database or the workers do not answer.",
    504: "The sync took longer than 120 s; it goes on.",
}
_ALWAYS = (400, 401, 403, 404, 429, 500, 503)

_OAUTH: Json = {
    "type": "oauth2",
    "description": "For applications: a person lets them in on Ursa's own page (PKCE, S256).",
    "flows": {
        "authorizationCode": {
            "authorizationUrl": "/oauth/authorize",
            "tokenUrl": "/oauth/token",
            "refreshUrl": "/oauth/token",
            "scopes": {
                "read": "Sleep, heart, training and profile.",
                **{f"read:{each.value}": f"Of the class {each.value}." for each in DataClass},
                "sync": "Fetch what is new from Polar.",
            },
        }
    },
}

_NAME_OF_DEED: Json = {
    "name": once.HEADER,
    "in": "header",
    "required": False,
    "description": "A name of your own for what you ask for, such as a UUID. Sent again within 24 "
    "hours, it answers what the first request got, with `Idempotency-Replayed: true`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
    "example": "0195f0c2-6d5e-7c0a-9d3f-3f2a1b0c9d8e",
}
_OF_DEEDS = (409, 422)

_RATE = {
    "X-RateLimit-Limit": "Requests allowed in a minute.",
    "X-RateLimit-Remaining": "Requests left in this minute.",
    "X-RateLimit-Reset": "Seconds until the minute ends.",
}
_TAG = "ETag"


class _Schemas(GenerateJsonSchema):
    """Pydantic's JSON Schemas without a title on every field."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 -- pydantic's own
        """Names say it already."""
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> Json:
        """`type: [x, null]`, which every tool shows better than `anyOf`."""
        inner = self.generate_inner(schema["schema"])
        if isinstance(inner.get("type"), str):
            return {**inner, "type": [inner["type"], "null"]}
        return super().nullable_schema(schema)


def openapi_document() -> Json:
    """The whole document, as plain data."""
    lines: list[Line] = [*ENDPOINTS, *OPEN_ENDPOINTS]
    schemas, definitions = _schemas(lines)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Ursa REST API",
            "version": app.__version__,
            "summary": "Health metrics of people who wear Polar watches.",
            "description": _ABOUT,
        },
        "servers": [{"url": "/", "description": "This server."}],
        "tags": [{"name": tag} for tag in dict.fromkeys(line.tag for line in lines)],
        "security": [{"ApiKey": []}, {"Bearer": []}, {"OAuth": []}],
        "paths": _paths(lines, schemas),
        "components": {
            "securitySchemes": {
                "ApiKey": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
                "Bearer": {"type": "http", "scheme": "bearer"},
                "OAuth": _OAUTH,
            },
            "headers": {
                name: {"description": meaning, "schema": {"type": "integer"}}
                for name, meaning in _RATE.items()
            }
            | {
                _TAG: {
                    "description": "Names the answer; send it in `If-None-Match` the next time.",
                    "schema": {"type": "string"},
                }
            },
            "responses": {_response_name(status): _problem(status) for status in _PROBLEMS},
            "schemas": definitions,
        },
    }


def _schemas(lines: Iterable[Line]) -> tuple[dict[Any, Json], Json]:
    """The schema of every answer by its type, and what they refer to."""
    shapes = [line.answer for line in lines if line.answer is not str]
    shapes += [shape for line in lines for _, shape, _ in line.also] + [Problem, InputProblem]
    inputs = [(index, "serialization", TypeAdapter(shape)) for index, shape in enumerate(shapes)]
    found, rest = TypeAdapter.json_schemas(inputs, schema_generator=_Schemas, ref_template=REF)  # type: ignore[arg-type]
    by_shape = {str(shape): found[index, "serialization"] for index, shape in enumerate(shapes)}
    return by_shape, rest["$defs"]


def _paths(lines: Iterable[Line], schemas: dict[Any, Json]) -> Json:
    paths: Json = {}
    for line in lines:
        prefix = PREFIX if isinstance(line, Endpoint) else ""
        paths.setdefault(prefix + line.path, {})[line.method.lower()] = _operation(
            line, prefix + line.path, schemas
        )
    return paths


def _operation(line: Line, path: str, schemas: dict[Any, Json]) -> Json:
    operation: Json = {
        "operationId": _operation_id(line.method, path),
        "tags": [line.tag],
        "summary": line.summary,
    }
    if line.description:
        operation["description"] = line.description
    if line.parameters:
        operation["parameters"] = [_parameter(parameter) for parameter in line.parameters]
    if line.method != "GET":
        operation["parameters"].append(_NAME_OF_DEED)
    if fields := [each for each in line.parameters if each.of_field]:
        operation["requestBody"] = _body(fields)
    if not isinstance(line, Endpoint):
        operation["security"] = []
    return {**operation, "responses": _responses(line, schemas)}


def _operation_id(method: str, path: str) -> str:
    words = path.removeprefix(PREFIX + "/users/{user_id}")
    name = "_".join(part for part in words.replace("{", "by_").split("/") if part)
    return f"{method.lower()}_{name}".translate(str.maketrans("-.", "__", "}"))


def _parameter(parameter: Parameter) -> Json:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.required,
        "description": parameter.meaning,
        "schema": parameter.schema,
        "example": parameter.example,
    }


def _body(fields: Iterable[Parameter]) -> Json:
    """Parameters that may stand in the body, too; it is optional."""
    schema = {
        "type": "object",
        "properties": {
            each.name: {**each.schema, "description": each.meaning, "examples": [each.example]}
            for each in fields
        },
    }
    return {"required": False, "content": {kind: {"schema": schema} for kind in (JSON, FORM)}}


def _responses(line: Line, schemas: dict[Any, Json]) -> Json:
    responses = {"200": _answer(line, schemas)}
    for status, shape, words in line.also:
        content = {JSON: {"schema": schemas[str(shape)], "example": example_of(shape)}}
        responses[str(status)] = {"description": words, "content": content}
    if isinstance(line, Endpoint) and line.method == "GET":
        responses["304"] = {"description": "What `If-None-Match` names still holds."}
    problems = (*_ALWAYS, *line.problems) if isinstance(line, Endpoint) else (500,)
    if line.method != "GET":
        problems += _OF_DEEDS
    for status in sorted(problems):
        reference = f"#/components/responses/{_response_name(status)}"
        responses.setdefault(str(status), {"$ref": reference})
    return dict(sorted(responses.items()))


def _answer(line: Line, schemas: dict[Any, Json]) -> Json:
    text = line.answer is str
    schema = {"type": "string"} if text else schemas[str(line.answer)]
    example = line.example if line.example is not None else example_of(line.answer)
    answer: Json = {
        "description": "A CSV file." if text else "The answer.",
        "content": {line.media_type: {"schema": schema, "example": example}},
    }
    if isinstance(line, Endpoint):
        names = (*_RATE, _TAG) if line.method == "GET" else _RATE
        answer["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return answer


def _problem(status: int) -> Json:
    shape = "InputProblem" if status == HTTPStatus.BAD_REQUEST else "Problem"
    schema = {"$ref": REF.format(model=shape)}
    return {"description": _PROBLEMS[status], "content": {MEDIA_TYPE: {"schema": schema}}}


def _response_name(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "")


def example_of(shape: Any) -> Any:  # noqa: ANN401 -- any shape, any JSON value
    """An example of a shape, made of its fields' examples."""
    if get_origin(shape) is list:
        return [example_of(get_args(shape)[0])]
    if not is_dataclass(shape):
        return example_of(get_args(shape)[0])  # Of several shapes the first.
    hints = get_type_hints(shape, include_extras=True)
    return {field.name: _example_of_field(hints[field.name]) for field in fields(shape)}


def _example_of_field(annotated: Any) -> Any:  # noqa: ANN401 -- as above
    of, described = get_args(annotated)[:2]
    if is_dataclass(of) or (get_origin(of) is list and is_dataclass(get_args(of)[0])):
        return example_of(of)
    return (
        described.examples[0] if isinstance(described, FieldInfo) and described.examples else None
    )
