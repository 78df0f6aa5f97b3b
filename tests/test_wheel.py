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


def test_the_wheel_carries_bundle_fonts_templates_and_schemas(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in (
        "gdsim/static/player.js",
        "gdsim/static/fonts/source-serif-4-latin-400-normal.ttf",
        "gdsim/templates/pages/page.html",
        "gdsim/templates/css/player.css",
        "gdsim/schemas/trajectory-1.json",
    ):
        assert wanted in names
    assert not [name for name in names if "node_modules" in name or name.endswith(".ts")]


def test_the_installed_wheel_builds_a_site(wheel, tmp_path):
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
    done = subprocess.run(
        [python, "-m", "gdsim.cli", "build", "--content", content],
        cwd=tmp_path,
        env={**environment, "PATH": os.defpath},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    site = tmp_path / "site"
    assert list(site.glob("assets/player.*.js"))
    assert list(site.glob("media/rates/*/surface.mp4"))
    assert "gdsim-player" in (site / "index.html").read_text(encoding="utf-8")
