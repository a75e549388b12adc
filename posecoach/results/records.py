"""What the files of results are made of: records that refuse keys they don't know."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, FailFast, ValidatorFunctionWrapHandler, WrapValidator

from posecoach.messages import ExerciseText, Message

__all__ = ["Document", "Record", "Records", "Words"]


def _words(value: object, check: ValidatorFunctionWrapHandler) -> str:
    text: str = value if isinstance(value, Message | ExerciseText) else check(value)
    return text


Words = Annotated[str, WrapValidator(_words)]
"""A text for people; until it is written to a file it can be said in another language."""


class Record(BaseModel):
    """A part of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


AnyRecord = TypeVar("AnyRecord", bound=Record)

Records = Annotated[list[AnyRecord], FailFast()]
"""Of which only the first wrong one is told: a list of wrong ones takes a thousand times its bytes."""


class Document(Record):
    """A whole file; a field that ends in an underscore stands in it without."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"), validate_by_name=True)

    def to_json(self) -> str:
        """The file's text; the same results give the same bytes."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"
