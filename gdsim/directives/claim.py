"""``::: claim``: a sentence with the check that it stands on; the build is refused when it is false."""

from __future__ import annotations

from html import escape
from typing import Any

from gdsim.core.notebook import Part, Text, folded
from gdsim.directives import Call, Host, Notebook, Options, in_notebook, register, text_line


class Claim(Options):
    """An expression that must be true, and the Markdown that says so."""

    check: str
    text: str


@register("claim", options=Claim, body="yaml")
def claim(call: Call, host: Host) -> str:
    """The text as prose with a small mark; on demand the check and the values met."""
    options: Claim = call.options
    truth = _truth(call, host, options.check)
    values = host.met(options.check)
    if not truth:
        met = ", ".join(f"{side} = {value}" for side, value in values) or "nothing that could change"
        call.refuse(("check",), f"the claim is false: {_one_line(options.check)}; met: {met}")
    text = host.markdown(options.text, text_line(call, "text", options.text))
    return (
        f'<div class="gdsim-claim">{text}<details class="gdsim-check">'
        '<summary><span aria-hidden="true">✓</span> checked</summary>'
        "<div><p>This page is only built when this holds:</p>"
        f"<pre><code>{_code(options.check.strip())}</code></pre>"
        f"{_met(values)}</div></details></div>"
    )


@in_notebook("claim")
def claim_checked(call: Call, notebook: Notebook) -> list[Part]:
    """The text, and folded below it the check with the values met."""
    options: Claim = call.options
    met = "".join(f"\n- `{side}` is {value}" for side, value in notebook.met(options.check))
    held = f"The page is only built when this holds:\n\n```\n{options.check.strip()}\n```\n{met}"
    return [*notebook.markdown(options.text), *folded("✓ checked", [Text(held)])]


def _truth(call: Call, host: Host, check: str) -> bool:
    try:
        result = host.value(check)
    except ValueError as error:
        call.refuse(("check",), f"check: {error}")
    if not _is_boolean(result):
        call.refuse(("check",), f"check: {_one_line(check)!r} gives {result!r}, not true or false"[:300])
    return bool(result)


def _is_boolean(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ == "bool"


def _met(values: list[tuple[str, str]]) -> str:
    """The values met as a list of terms."""
    rows = "".join(
        f"<dt><code>{_code(side)}</code></dt><dd>{escape(value, quote=False)}</dd>" for side, value in values
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _code(text: str) -> str:
    return escape(text, quote=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
