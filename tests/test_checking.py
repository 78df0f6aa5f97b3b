"""``gdsim check`` on a built site, and on one that was damaged."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from small_site import write_content

from gdsim import build
from gdsim.checking import PAGE_BUDGET, check_site
from gdsim.cli import main
from gdsim.errors import BuildError


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site."""
    content = write_content(tmp_path_factory.mktemp("check"))
    build(content, media=False)
    return content.parent / "site"


@pytest.fixture
def site(good: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return shutil.copytree(good, tmp_path / "site")


def test_a_built_site_has_no_problem(good):
    report = check_site(good)
    assert report.problems == []
    assert report.files == sum(path.is_file() for path in good.rglob("*"))
    assert report.bytes == sum(path.stat().st_size for path in good.rglob("*") if path.is_file())
    assert "0 problems" in report.table()


def test_a_page_weighs_itself_with_its_styles_and_scripts(good):
    report = check_site(good)
    loaded = sum(path.stat().st_size for path in (good / "assets").glob("*.css"))
    assert report.weights["index.html"] > (good / "index.html").stat().st_size + loaded
    assert list(report.weights.values()) == sorted(report.weights.values(), reverse=True)


DAMAGE = {
    '<a href="topics/house.html">x</a>': "'topics/house.html' leads nowhere; did you mean 'topics/houses",
    '<a href="#nothing">x</a>': "index.html has no #nothing",
    '<a href="topics/houses.html#nothing">x</a>': "topics/houses.html has no #nothing",
    '<a href="../outside.html">x</a>': "'../outside.html' leads nowhere",
    '<a href="/index.html">x</a>': "'/index.html' leads nowhere",
    '<img src="a%20b.png">': "'a%20b.png' leads nowhere",
    '<video poster="p.png"></video>': "'p.png' leads nowhere",
    '<p id="content"></p>': "the id 'content' is used twice",
    '<a href="http://[x">x</a>': "'http://[x' is no address",
}


@pytest.mark.parametrize("markup", DAMAGE)
def test_what_leads_nowhere_is_told_with_its_line(site, markup):
    page = site / "index.html"
    text = page.read_text("utf-8").replace("</body>", f"{markup}\n</body>")
    page.write_text(text, "utf-8")
    (problem,) = check_site(site).problems
    assert (problem.path, problem.line) == ("index.html", text[: text.index(markup)].count("\n") + 1)
    assert problem.message.startswith(DAMAGE[markup])


@pytest.mark.parametrize(
    "address", ["https://example.org/x", "mailto:a@b.example", "topics/houses.html", "./", "?a"]
)
def test_what_leads_somewhere_is_no_problem(site, address):
    page = site / "index.html"
    page.write_text(page.read_text("utf-8").replace("</body>", f'<a href="{address}">x</a></body>'), "utf-8")
    assert check_site(site).problems == []


def test_a_heavy_page_is_a_warning(site):
    page = site / "index.html"
    page.write_text(page.read_text("utf-8") + " " * PAGE_BUDGET, "utf-8")
    (warning,) = check_site(site).warnings
    assert warning.startswith("index.html weighs")


def test_a_link_in_the_file_system_is_a_warning(site):
    (site / "again.txt").symlink_to(site / "robots.txt")
    assert check_site(site).warnings == ["again.txt is a link; GitHub Pages refuses a site with links"]


def test_a_foreign_page_in_another_encoding_is_read(site):
    (site / "old.html").write_bytes('<a href="nowhere.html">caf\u00e9</a>'.encode("latin-1"))
    (problem,) = check_site(site).problems
    assert (problem.path, problem.line) == ("old.html", 1)


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(BuildError, match="no site that gdsim made"):
        check_site(tmp_path)


def test_the_command_ends_with_2_where_there_are_problems(site, capsys):
    content = write_content(site.parent)
    where = ["--content", str(content), "--output", str(site)]
    assert main(["check", *where]) == 0
    (site / "topics" / "houses.html").unlink()
    capsys.readouterr()
    assert main(["check", *where, "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["problems"]
