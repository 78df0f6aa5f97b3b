"""Notebooks as part of the site: their addresses, the ways to them, and what a further build does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from small_site import tree, write_content

import gdsim
from gdsim.content import read_content
from gdsim.site.notebooks import colab_address, notebook_urls

CODE = "---\ntitle: {title}\n---\n```python\nprint({number})\n```\n\n::: animation rates\n:::\n"
PAGES = {
    "site.yaml": "title: Small\nrepository: https://github.com/name/wiki\nurl: https://example.org/wiki/\n",
    "Topics/Code.md": CODE.format(title="Code", number=1),
    "Topics/Rates.md": CODE.format(title="Rates", number=2),
    "Other/Rates.md": CODE.format(title="Other rates", number=3) + "\nSee [[Houses]].\n",
}


def build(folder: Path, changes: dict[str, str] | None = None, site: str = "site") -> dict[str, bytes]:
    content = write_content(folder, {**PAGES, **(changes or {})})
    gdsim.build(content, output=folder / site, cache=folder / f"cache of {site}", media=False)
    return tree(folder / site)


def notebooks(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path.startswith("notebooks/")}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("published")
    return folder, build(folder)


def test_notebooks_of_pages_with_one_name_stand_in_folders(first: tuple[Path, dict[str, bytes]]) -> None:
    assert set(notebooks(first[1])) == {
        "notebooks/code.ipynb",
        "notebooks/topics/rates.ipynb",
        "notebooks/other/rates.ipynb",
    }


def test_a_page_links_to_its_notebook_and_to_colab(first: tuple[Path, dict[str, bytes]]) -> None:
    page = first[1]["topics/code.html"].decode()
    assert '<a href="../notebooks/code.ipynb" download>Open as notebook</a>' in page
    address = "https://colab.research.google.com/github/name/wiki/blob/notebooks/notebooks/code.ipynb"
    assert f'<a href="{address}"' in page
    assert "Open in Colab" in page
    assert "notebook" not in first[1]["topics/houses.html"].decode()


def test_links_of_a_notebook_are_whole_where_the_address_of_the_site_is_known(
    first: tuple[Path, dict[str, bytes]],
) -> None:
    text = first[1]["notebooks/other/rates.ipynb"].decode()
    assert "[Houses](https://example.org/wiki/topics/houses.html)" in text
    assert "[the page](https://example.org/wiki/other/rates.html)" in text


def test_a_clean_build_gives_the_same_bytes_and_an_edit_what_a_clean_build_gives(
    first: tuple[Path, dict[str, bytes]],
) -> None:
    folder, before = first
    assert notebooks(build(folder, site="again")) == notebooks(before)
    edits = {
        "Topics/Code.md": CODE.format(title="Code", number=4),
        "sweeps/rates.yaml": "dataset: clean-linear\nlearning_rate: [6e-5]\nepochs: 12\n",
        "index.md": "Home.\n",
    }
    after = build(folder, edits)
    assert b"6e-5" in after["notebooks/topics/rates.ipynb"]
    assert b"print(4)" in after["notebooks/code.ipynb"]
    assert notebooks(after) == notebooks(build(folder, edits, site="clean"))
    without = build(folder, {**edits, "Topics/Code.md": "No code.\n"})
    assert "notebooks/code.ipynb" not in without


def test_an_edit_elsewhere_makes_no_notebook(tmp_path: Path) -> None:
    build(tmp_path)
    write_content(tmp_path, {**PAGES, "Topics/Houses.md": "# Houses\n\nOther words.\n"})
    code = (
        "import sys\nfrom pathlib import Path\nimport gdsim\n"
        "folder = Path(sys.argv[1])\n"
        "places = {'output': folder / 'site', 'cache': folder / 'cache of site'}\n"
        "gdsim.build(folder / 'content', media=False, **places)\n"
        "print([name for name in sys.modules if name.startswith('gdsim.notebooks') or name == 'nbformat'])"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_page_has_an_address_of_its_own(tmp_path: Path) -> None:
    names = ["Rates.md", "A/Rates.md", "A/B/Rates.md", "A/index.md", "B/index.md", "A-B.md", "A/B.md"]
    pages = dict.fromkeys(names, "Words.\n")
    urls = notebook_urls(read_content(write_content(tmp_path, pages)).pages)
    assert len(set(urls.values())) == len(urls)
    assert urls["A-B.md"] == "notebooks/a-b.ipynb"
    assert urls["A/index.md"] == "notebooks/a/index.ipynb"


@pytest.mark.parametrize(
    ("repository", "found"),
    [
        ("https://github.com/name/wiki", True),
        ("https://github.com/name/wiki.git", True),
        ("https://www.github.com/name/wiki/", True),
        ("https://github.com/name", False),
        ("https://example.org/name/wiki", False),
        ("", False),
    ],
)
def test_colab_reads_from_github_only(repository: str, found: bool) -> None:
    assert bool(colab_address(repository, "notebooks/a b.ipynb")) is found
    if found:
        assert colab_address(repository, "notebooks/a b.ipynb").endswith(
            "/github/name/wiki/blob/notebooks/notebooks/a%20b.ipynb"
        )
