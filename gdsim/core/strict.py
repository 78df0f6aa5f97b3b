"""The base of checked models that directives declare their options with."""

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """What an author writes as YAML: unknown keys and coerced types are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)
