"""The published wheel alone builds a site: no checkout, no deno."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from small_site import write_content

from gdsim.site.resources import SCRIPTS

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built as it would be published."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([uv(), "build", "--wheel", "--quiet", "--out-dir", folder, ROOT], check=True)
    (path,) = folder.glob("*.whl")
    return path


def uv():
    """The uv that runs these tests."""
    found = os.environ.get("UV") or shutil.which("uv")
    if not found:
        pytest.exit("uv is needed: pip install uv && uv run pytest", returncode=3)
    return found


def test_building_a_wheel_touches_no_file_that_a_build_may_be_reading(request):
    """The hook makes what a checkout's builds read too; a font missing for an instant changes a site."""

    def written():
        return {path: path.stat().st_mtime_ns for path in (ROOT / "gdsim/static").rglob("*")}

    before = written()
    request.getfixturevalue("wheel")
    assert written() == before


def test_the_wheel_carries_scripts_fonts_templates_and_schemas(wheel):
    """Everything that a build, a preview or a new wiki reads, and no source of it."""
    names = set(zipfile.ZipFile(wheel).namelist())
    templates = {
        f"gdsim/{path.relative_to(ROOT).as_posix()}"
        for folder in ("pages", "css", "starter", "notebook")
        for path in (ROOT / "templates" / folder).rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }
    assert {
        "gdsim/templates/pages/page.html",
        "gdsim/templates/starter/.github/workflows/site.yml",
    } <= templates
    assert templates <= names
    assert not any("__pycache__" in name for name in names)
    assert {f"gdsim/static/{name}" for name in (*SCRIPTS, "live.js")} <= names
    fonts = {Path(name).name for name in names if name.startswith("gdsim/static/fonts/")}
    for family in ("source-serif-4", "source-code-pro", "stix-two-math"):
        assert {f"{family}-latin-400-normal.woff2", f"{family}.LICENSE.txt"} <= fonts
    assert "source-serif-4-latin-400-normal.ttf" in fonts  # frames are drawn with it
    assert {"gdsim/schemas/trajectory-1.json", "gdsim/schemas/sweep-1.json"} <= names
    assert not [name for name in names if "node_modules" in name or name.endswith(".ts")]


def test_the_installed_wheel_builds_a_site(wheel, tmp_path):
    """Our small content, and the wiki that it writes itself."""
    content = write_content(tmp_path)
    environment = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "PYTHONPATH"}
    }
    venv = tmp_path / "venv"
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    subprocess.run([uv(), "venv", "--quiet", "--python", sys.executable, venv], check=True, env=environment)
    subprocess.run(
        [uv(), "pip", "install", "--quiet", "--python", python, wheel], check=True, env=environment
    )

    def gdsim(*arguments):
        done = subprocess.run(
            [python, "-m", "gdsim.cli", *arguments],
            cwd=tmp_path,
            env={**environment, "PATH": os.defpath},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr

    gdsim("build", "--content", content)
    site = tmp_path / "site"
    assert list(site.glob("assets/player.*.js"))
    assert list(site.glob("media/rates/*/surface.mp4"))
    assert "gdsim-player" in (site / "index.html").read_text(encoding="utf-8")
    gdsim("new", "wiki")
    gdsim("build", "--content", "wiki/content", "--no-media")
    assert (tmp_path / "wiki/site/index.html").is_file()
