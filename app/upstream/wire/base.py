"""What all payload models share: both spellings, unknown keys kept, broken fields left empty."""

from typing import Annotated, Any, ClassVar, Self, TypeVar

import orjson
from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    ValidatorFunctionWrapHandler,
    WrapValidator,
    field_validator,
    model_validator,
)

from app.upstream.wire.notes import LEFT_EMPTY, LEFT_OUT, Notes, in_words
from app.upstream.wire.types import offset_within

MAX_EXTRA_BYTES = 65_536
MAX_EXTRA_KEYS = 100
MAX_LIST = 10_000

T = TypeVar("T")


def underscored(data: dict[str, Any]) -> dict[str, Any]:
    """Spell `very-high` as `very_high`; where both are there, the underscore counts."""
    if not any("-" in key for key in data):
        return data
    return {key.replace("-", "_"): value for key, value in data.items()} | {
        key: value for key, value in data.items() if "-" not in key
    }


def storable(value: object) -> tuple[bool, object]:
    """Whether an unknown value can be kept as jsonb, and the value without NUL characters."""
    try:
        text = orjson.dumps(value)
    except orjson.JSONEncodeError:
        return False, None
    if len(text) > MAX_EXTRA_BYTES:
        return False, None
    return True, orjson.loads(text.replace(b"\\u0000", b"\\ufffd")) if b"\\u0000" in text else value


class Wire(BaseModel):
    """A payload of AccessLink; fields without a default are essential, all others may be empty.

    `subject` is the word for it in messages, `key` names the fields that tell rows apart.
    """

    model_config = ConfigDict(extra="allow", frozen=True, allow_inf_nan=False)

    subject: ClassVar[str] = "row"
    key: ClassVar[tuple[str, ...]] = ()
    clock: ClassVar[tuple[str, str] | None] = None
    """A time, and the field of its UTC offset, which may stand in the time itself."""

    @property
    def extra(self) -> dict[str, Any]:
        """The keys Ursa does not know; those of nested objects under the nested field's name."""
        nested = ((name, _extra_of(getattr(self, name))) for name in type(self).model_fields)
        return {**(self.model_extra or {}), **{name: value for name, value in nested if value}}

    @model_validator(mode="wrap")
    @classmethod
    def _broken_is_absent(
        cls, data: object, handler: ModelWrapValidatorHandler[Self], info: ValidationInfo
    ) -> Self:
        """What came broken counts among the fields that were not sent, and is kept as it came."""
        if not isinstance(info.context, Notes):
            return handler(data)
        with info.context.of_one_object() as unread:
            made = handler(data)
        made.model_fields_set.difference_update(unread.broken)
        if unread.sent and made.model_extra is not None:
            made.model_extra.update(_storable_parts(unread.sent))
        return made

    @model_validator(mode="before")
    @classmethod
    def _spell_and_bound(cls, data: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 -- as sent
        if not isinstance(data, dict):
            return data
        data = _with_offset(underscored(data), cls.clock)
        unknown = data.keys() - cls.model_fields.keys()
        return _with_bounded_extra(data, sorted(unknown), info.context) if unknown else data

    @field_validator("*", mode="wrap")
    @classmethod
    def _leave_empty_when_broken(
        cls, value: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
    ) -> object:
        notes, name = info.context, info.field_name
        if not isinstance(notes, Notes) or name is None:
            return handler(value)
        with notes.at(name):
            return _or_empty(cls, name, value, handler, notes)


def _storable_parts(sent: dict[str, object]) -> dict[str, object]:
    """What can be kept as jsonb, by the names of the fields in which it came."""
    parts = {name: storable({name: value}) for name, value in sent.items()}
    return {n: kept[n] for n, (good, kept) in parts.items() if good and isinstance(kept, dict)}


def is_empty(value: object) -> bool:
    """Whether it is a text, a list or an object of nothing: some write null so."""
    return isinstance(value, str | list | dict) and not value


def _of_nothing(value: object, handler: ValidatorFunctionWrapHandler, default: object) -> object:
    """An object of nothing where a list belongs, a list of nothing where an object does."""
    other: object = {} if isinstance(value, list) else []
    try:
        return default if value == "" else handler(other)
    except ValidationError:
        return default


def _or_empty(
    model: type[Wire], name: str, value: object, handler: ValidatorFunctionWrapHandler, notes: Notes
) -> object:
    """Return the field's value; None and a note when it is broken and the row can do without it."""
    mark = notes.mark()
    try:
        return handler(value)
    except ValidationError as error:
        field = model.model_fields[name]
        if field.is_required():
            raise
        notes.back_to(mark)
        if is_empty(value):
            return _of_nothing(value, handler, field.default)
        notes.leave_empty(name, value)
        first = error.errors(include_url=False)[0]
        notes.add(in_words(first), LEFT_EMPTY, *first["loc"])
        return field.default


def _with_offset(data: dict[str, Any], clock: tuple[str, str] | None) -> dict[str, Any]:
    """The same, with the UTC offset that stands in a time and nowhere else."""
    if clock is None or data.get(clock[1]) is not None:
        return data
    offset = offset_within(data.get(clock[0]))
    return data if offset is None else {**data, clock[1]: offset}


def _with_bounded_extra(
    data: dict[str, Any], unknown: list[str], context: object
) -> dict[str, Any]:
    """Drop unknown keys that no database would take."""
    data = dict(data)
    for place, name in enumerate(unknown):
        kept, value = storable({name: data.pop(name)})
        if kept and place < MAX_EXTRA_KEYS and isinstance(value, dict):
            data |= value
        elif isinstance(context, Notes):
            context.add("is unknown to Ursa and too large to keep", LEFT_OUT, name[:40])
    return data


def _extra_of(value: object) -> object:
    """Unknown keys below a field, or something empty."""
    if isinstance(value, Wire):
        return value.extra
    if isinstance(value, list):
        below = [_extra_of(item) for item in value]
        return below if any(below) else []
    return None


def _keep_the_good(
    value: object, handler: ValidatorFunctionWrapHandler, info: ValidationInfo
) -> object:
    """Leave out the broken elements of a list, and note each."""
    notes, value = info.context, _unwrapped(value)
    if not isinstance(notes, Notes) or not isinstance(value, list):
        return handler(value)
    mark = notes.mark()
    value = value[:MAX_LIST]
    try:
        return handler(value)
    except ValidationError as error:
        notes.back_to(mark)
        problems = {e["loc"][0]: e for e in error.errors(include_url=False) if e["loc"]}
        for problem in problems.values():
            notes.add(in_words(problem), LEFT_OUT, *problem["loc"])
        notes.keep_part([item for place, item in enumerate(value) if place in problems])
        return handler([item for place, item in enumerate(value) if place not in problems])


def _unwrapped(value: object) -> object:
    """A list that lies alone in an object, as `{"zone": […]}`: itself."""
    inside = list(value.values()) if isinstance(value, dict) else []
    return inside[0] if len(inside) == 1 and isinstance(inside[0], list) else value


Rows = Annotated[list[T], WrapValidator(_keep_the_good)]
"""A list of which the broken elements are left out."""
