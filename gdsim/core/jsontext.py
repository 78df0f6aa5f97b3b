"""The one place where JSON is written: strict, canonical, and safe inside a script or a page."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# Characters that end a script element, open a comment or break a line in older JavaScript.
_UNSAFE = "<>&\u2028\u2029"
_ESCAPES = {c: f"\\u{ord(c):04x}" for c in _UNSAFE}


def json_text(value: Any, *, indent: int | None = None) -> str:
    """``value`` as JSON text in the given key order; ValueError for NaN and Infinity."""
    separators = (",", ":") if indent is None else (",", ": ")
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=separators, indent=indent)
    for character, escape in _ESCAPES.items():  # ten times as fast as translating
        text = text.replace(character, escape)
    return text


def script_of(text: str) -> str:
    """JSON ``text``, made by ``json_text``, as a classic script: it works where ``fetch`` is blocked."""
    return f"gdsim.receive({text});\n"


def canonical(value: Any) -> bytes:
    """``value`` as canonical JSON bytes (sorted keys): what keys and digests are made from."""
    return json.dumps(value, sort_keys=True, allow_nan=False, separators=(",", ":")).encode()


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON of ``value``, in hex."""
    return hashlib.sha256(canonical(value)).hexdigest()
