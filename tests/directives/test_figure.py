"""Figures: pictures and clips, captions, numbers and references to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.directives.writing import html_of, mistakes_of, render

PICTURE = "![A dot](../assets/dot.png)"


def test_caption_has_a_number_and_values(tmp_path: Path) -> None:
    html = html_of(tmp_path, f'::: figure {{caption: "Seen *{{{{ 2 }}}}* times."}}\n{PICTURE}\n:::\n')
    assert html == (
        '<figure class="gdsim-figure" id="figure-1">'
        '<p><img alt="A dot" src="../files/dot.png" loading="lazy"></p>'
        '<figcaption><span class="gdsim-number-of">Figure 1.</span> Seen <em>2</em> times.</figcaption>'
        "</figure>"
    )


def test_references_before_and_after_say_the_number(tmp_path: Path) -> None:
    figure = f"::: figure {{caption: First.}}\n{PICTURE}\n:::\n"
    named = f"::: figure {{caption: 'See [[#dot]].', name: dot, wide: true}}\n{PICTURE}\n:::\n"
    page = render(tmp_path, f"See [[#dot]] and [[#dot|the dot]].\n\n{figure}\n{named}\n## In [[#dot]]\n")
    assert page.mistakes == ()
    assert '<p>See <a class="gdsim-wikilink" href="#dot">Figure 2</a>' in page.html
    assert '<a class="gdsim-wikilink" href="#dot">the dot</a>' in page.html
    assert '<figure class="gdsim-figure gdsim-wide" id="dot">' in page.html
    assert "Figure 2.</span> See <a" in page.html
    assert page.toc[0].html == "In Figure 2"
    assert page.toc[0].id == "in"
    assert {"dot", "figure-1"} <= set(page.ids)


def test_without_a_caption_there_is_no_number(tmp_path: Path) -> None:
    html = html_of(tmp_path, f"::: figure\n{PICTURE}\n:::\n\n::: figure {{caption: One.}}\n{PICTURE}\n:::\n")
    assert "Figure 1." in html
    assert "Figure 2" not in html


def test_clip_of_a_run_has_its_words_and_the_body_as_caption(tmp_path: Path) -> None:
    fields = "sweep: rates, dataset: fundraising, learning_rate: 0.02, scene: surface"
    text = f"::: figure {{{fields}}}\nLook **up**.\n:::\n"
    html = html_of(tmp_path, text)
    address = "../media/rates/fundraising.mse.gd.lr-0.02.origin/surface"
    assert (
        '<video controls preload="none" width="640" height="480" aria-label="surface, animated"'
        f' poster="{address}.png" src="{address}.mp4">' in html
    )
    assert '<p class="gdsim-description">Loss falls from 1.25 to 0.25 in 10 epochs.</p>' in html
    assert "Figure 1.</span> Look <strong>up</strong>.</figcaption>" in html
    assert "<video" not in html_of(tmp_path, text.replace("../", ""), media=False)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: figure\n:::\n", "1: this figure is empty"),
        ("::: figure {name: dot}\nx\n:::\n", "1: a figure that is referred to wants a caption"),
        (
            "::: figure {caption: a, name: A dot}\nx\n:::\n",
            "1: name: 'A dot' is taken on this page, or not written",
        ),
        ("## Dot\n\n::: figure {caption: a, name: dot}\nx\n:::\n", "3: name: 'dot' is taken on this page"),
        (
            "::: figure {learning_rate: 0.02}\nx\n:::\n",
            "1: 'learning_rate' chooses a clip; give its sweep too",
        ),
        ("::: figure {scene: fit}\nx\n:::\n", "1: 'scene' chooses a clip"),
        ("::: figure {sweep: rate}\n:::\n", "1: unknown sweep 'rate'; did you mean 'rates'?"),
        (
            "::: figure {sweep: rates, scene: fitt}\n:::\n",
            "1: scene: 'fitt' is not rendered of 'rates'; did you mean 'fit'?",
        ),
        ("::: figure {sweep: rates, learning_rate: 9}\n:::\n", "1: sweep 'rates' has no learning_rate 9"),
        ("::: figure {sweep: rates, caption: a}\nb\n:::\n", "1: two captions: the option's and the body"),
        ("::: figure {sweep: rates}\na\n\nb\n:::\n", "2: only one paragraph of text can stand here"),
        ("::: figure {sweep: rates}\n\n{{ nope }}\n:::\n", "3: 'nope': 'nope' is unknown"),
        ("::: figure {caption: a {{ 1 }}, wide: x}\nx\n:::\n", "1: "),
        ("[[#dott]]\n\n::: figure {caption: a, name: dot}\nx\n:::\n", None),
    ],
)
def test_each_mistake_has_its_line(tmp_path: Path, text: str, message: str | None) -> None:
    found = mistakes_of(tmp_path, text)
    if message is None:  # found when all pages are known: a link to no id
        assert ("notes/page.html", "dott") in {
            (link.url, link.fragment) for link in render(tmp_path, text).links
        }
        return
    assert any(line.startswith(message) for line in found), found
