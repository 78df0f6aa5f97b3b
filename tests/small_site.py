"""Small contents that tests build."""

from __future__ import annotations

from pathlib import Path

SITE = {
    "site.yaml": "title: Small\n",
    "index.md": """---
title: Home
---
The slope ends at {{ run("rates").final.w | digits(4) }}. See [[Houses]].

::: animation rates
views: [fit, contour]
caption: Watch the line.
:::

::: claim
check: run("rates", learning_rate=2e-4).diverged == false
text: It does not diverge at 2e-4.
:::
""",
    "Topics/Houses.md": "# Houses\n\nBack to [[Home]].\n",
    "data/houses.csv": "size,price\n1,2\n2,4.1\n3,5.9\n4,8\n",
    "sweeps/rates.yaml": "dataset: clean-linear\nlearning_rate: [5e-5, 2e-4]\nepochs: 12\n",
    "sweeps/own.yaml": "dataset: houses\nlearning_rate: {times_max: [0.5, 1.2]}\nepochs: 8\nscenes: [fit]\n",
}


def write_content(folder: Path, changes: dict[str, str] | None = None) -> Path:
    """The small content below ``folder/content``; ``changes`` replace files."""
    content = folder / "content"
    for name, text in {**SITE, **(changes or {})}.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return content


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder`` by relative path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
