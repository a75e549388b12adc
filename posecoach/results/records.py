"""What the files of results are made of: records that refuse keys they don't know."""

from pydantic import BaseModel, ConfigDict

__all__ = ["Document", "Record"]


class Record(BaseModel):
    """A part of a file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Document(Record):
    """A whole file; a field that ends in an underscore stands in it without."""

    model_config = ConfigDict(alias_generator=lambda name: name.rstrip("_"), validate_by_name=True)

    def to_json(self) -> str:
        """The file's text; the same results give the same bytes."""
        return self.model_dump_json(by_alias=True, indent=1) + "\n"
