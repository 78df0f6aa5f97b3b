"""Sweeps: unknown names, rates that are none, values of another kind; mistakes of many files at once."""

from __future__ import annotations

import pytest

from gdsim.errors import AuthorErrors
from tests.bad_input.builds import (
    OWN,
    RATES,
    built,
    changed,
    records,
    refused,
)


def test_mistakes_of_every_file_are_told_at_once(tmp_path):
    files = {
        "site.yaml": "title: T\naccent: '#ffff00'\nplugins:\n  - no_such_module\n",
        "index.md": "::: animatio rates\n:::\n\n{{ run('rates').w }} {{ 1 / 0 }}\n\n![x](assets/p.png)\n",
        "Topics/Houses.md": '::: animation rates\n:::\n\n\n[x](javascript:alert(1))\n\n::: claim\n'
        'check: run("rates").diverged\ntext: x\n:::\n',
        "assets/live.svg": "<svg>\n<a href='java&#115;cript:alert(1)'/></svg>",
        "data/broken.csv": "x,y\n1,nan\n",
        "data/houses.yaml": "titel: H\n",
        "data/lost.yaml": "title: L\n",
        "data/notes.txt": "x",
        "sweeps/rates.yaml": RATES.format(-1).replace("linear", "liner")
        + "loss: mes\noptimizer: gdd\nscenes: fitt\n",
        "sweeps/own.yaml": "dataset: [houses, broken]\nepochs: 10000000000\nlearning_rate: 0.1\n",
    }  # fmt: skip
    expected = [
        "Topics/Houses.md:5: links are http, https, mailto or relative, got 'javascript:alert(1)'",
        "assets/live.svg:2: holds 'javascript:', which could run in the page",
        "data/broken.csv:2: y must be a number, got 'nan'",
        "data/houses.yaml:1: unknown key 'titel'; did you mean 'title'?",
        "data/lost.yaml:1: there is no table 'data/lost.csv' beside it",
        "data/notes.txt:1: data/ holds .csv and .yaml and .yml files; move this one",
        "index.md:1: unknown directive 'animatio'; did you mean 'animation'?",
        "index.md:6: there is no file 'assets/p.png'",
        "site.yaml:2: accent #ffff00 has a contrast of",
        "site.yaml:4: plugin 'no_such_module' cannot be imported: ModuleNotFoundError",
        "sweeps/own.yaml:2: epochs must be at most 10,000,000, got 10,000,000,000",
        "sweeps/rates.yaml:1: unknown dataset 'clean-liner'; did you mean 'clean-linear'?",
        "sweeps/rates.yaml:2: learning_rate must be a number > 0 and below 1.8e308, got -1",
        "sweeps/rates.yaml:4: unknown loss 'mes'; did you mean 'mse'?",
        "sweeps/rates.yaml:5: unknown optimizer 'gdd'; did you mean 'gd'?",
        "sweeps/rates.yaml:6: scenes: unknown name 'fitt'; did you mean 'fit'?",
    ]
    found = refused(changed(tmp_path, files))
    assert len(found) == len(expected), "\n".join(found)
    for line, start in zip(found, expected, strict=True):
        assert line.startswith(start)
    assert not (tmp_path / ".gdsim-cache").exists()


def test_mistakes_of_many_pages_are_told_at_once(tmp_path):
    pages = {
        f"Many/Page {n}.md": f"{{{{ run('ratess').final.w }}}}\n\n[[Page {n + 1}]]\n\n[[Nope {n}]]\n"
        for n in range(60)
    }
    found = refused(changed(tmp_path, pages))
    assert sum("unknown sweep 'ratess'; did you mean 'rates'?" in line for line in found) == 60
    assert sum("there is no page 'Nope" in line for line in found) == 60
    assert sum(".md:3: there is no page 'Page 60'; did you mean" in line for line in found) == 1


@pytest.mark.parametrize(
    "rate", ["0", "-0.1", ".nan", "1e400", "-.inf", "fast", "'0.1'", "true", "[[1]]", "{a: 1}", ""]
)
def test_a_rate_that_is_none_is_refused_with_the_range(tmp_path, rate):
    found = refused(changed(tmp_path, {"sweeps/rates.yaml": RATES.format(rate)}))
    assert found[0].startswith("sweeps/rates.yaml:2: learning_rate")
    assert not (tmp_path / ".gdsim-cache").exists()


@pytest.mark.parametrize("factor", ["1e308", "1e-322"])
def test_a_multiple_of_the_threshold_that_is_no_rate_is_refused(tmp_path, factor):
    files = {"data/houses.csv": "x,y\n1e-9,1\n2e-9,2\n" if factor == "1e308" else "x,y\n1e9,1\n2e9,2\n"}
    files["data/houses.yaml"] = "x: x\n"
    files["sweeps/own.yaml"] = (
        OWN.format(f"{{times_max: [0.5, {factor}]}}") + "loss: {name: ridge, l2: 1.0e-9}\n"
    )
    content = changed(tmp_path, files)
    try:
        built(content)
    except AuthorErrors as error:
        assert "no learning rate" in str(error)
    else:
        assert all(0 < record["learning_rate"] < 1e309 for record in records(content, "own"))


def test_the_largest_rates_diverge_in_page_text_and_pictures(tmp_path):
    page = '::: animation rates\nlearning_rate: 1e300\n:::\n\n::: table rates\n:::\n\n::: claim\n' \
        'check: run("rates", learning_rate=1e300).diverged\ntext: It leaves.\n:::\n'  # fmt: skip
    content = changed(
        tmp_path, {"index.md": page, "sweeps/rates.yaml": RATES.format("[1.0e+300, 5e-324, 1.7e+308]")}
    )
    text = built(content, media=True)["index.html"]
    assert "the run diverged at epoch 1." in text
    assert "diverged at epoch 1" in text
    for record in records(content, "rates"):
        diverged = record["learning_rate"] > 1
        assert record["outcome"] == (
            {"status": "diverged", "epoch": 1} if diverged else {"status": "budget", "epoch": 12}
        )


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("dataset", "[[1]]", "unknown dataset [1]"),
        ("dataset", "{a: 1}", "unknown dataset {'a': 1}"),
        ("dataset", "../houses.csv", "unknown dataset '../houses.csv'"),
        ("dataset", "/etc/passwd", "unknown dataset '/etc/passwd'"),
        ("optimizer", "{name: adam, 3: 1}", "optimizer 'adam' has no option 3"),
        ("loss", "{name: huber, ~: 1}", "loss 'huber' has no option None"),
        ("loss", "[{name: huber, delta: [1]}]", "huber: delta must be a number"),
        ("title", "[a]", "title must be text"),
        ("init", "{a: [1, 2, 3]}", "init: a must be [w, b]"),
        ("init", "{[1]: [0, 0]}", "YAML: a key is a word"),
        ("scenes", "[[fit]]", "scenes: unknown name ['fit']"),
    ],
)
def test_values_of_another_kind_are_refused(tmp_path, key, value, words):
    sweep = {"dataset": "clean-linear", "learning_rate": "0.1", key: value}
    text = "".join(f"{name}: {item}\n" for name, item in sweep.items())
    assert any(words in line for line in refused(changed(tmp_path, {"sweeps/rates.yaml": text})))
