"""The command line: what it prints, its exit codes, and that nothing shows a traceback."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from small_site import tree, write_content

GDSIM = [sys.executable, "-m", "gdsim.cli"]


def gdsim(*arguments, **options):
    return subprocess.run([*GDSIM, *map(str, arguments)], capture_output=True, text=True, **options)


@pytest.mark.parametrize("command", [[], ["build"], ["plan"], ["run"], ["clean"]], ids=str)
def test_every_command_has_help_with_an_example(command):
    done = gdsim(*command, "--help")
    assert done.returncode == 0
    assert not command or "Example: gdsim" in done.stdout


def test_build_tells_what_it_did_and_that_nothing_changed(content):
    first = gdsim("build", "--content", content, "--no-media")
    assert (first.returncode, "3 pages" in first.stdout or "2 pages" in first.stdout) == (0, True)
    assert "4 runs (4 new)" in first.stdout
    assert "simulated: 4 runs" in first.stderr
    again = gdsim("build", "--content", content, "--no-media")
    assert "nothing has changed" in again.stdout
    assert again.stderr == ""


def test_build_finds_the_nearest_content_and_speaks_json(content):
    done = gdsim("build", "--no-media", "--json", cwd=content / "Topics")
    assert json.loads(done.stdout)["runs"] == 4
    assert (content.parent / "site/index.html").is_file()


def test_quiet_says_nothing(content):
    done = gdsim("build", "--content", content, "--no-media", "--quiet")
    assert (done.stdout, done.stderr) == ("", "")


def test_mistakes_are_listed_with_their_lines_and_exit_2(tmp_path):
    content = write_content(tmp_path, {"sweeps/rates.yaml": "dataset: clean\nlearning_rate: -1\n"})
    done = gdsim("build", "--content", "content", cwd=tmp_path)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    assert lines[0].startswith("content/sweeps/rates.yaml:1: unknown dataset 'clean'")
    assert lines[1].startswith("content/sweeps/rates.yaml:2: learning_rate must be a number > 0")
    assert lines[-1].endswith("problems; nothing was written.")
    assert "Traceback" not in done.stderr
    assert not (content.parent / "site").exists()


def test_mistakes_as_json(tmp_path):
    content = write_content(tmp_path, {"sweeps/rates.yaml": "dataset: clean\nlearning_rate: 1\n"})
    done = gdsim("build", "--content", content, "--json")
    problems = json.loads(done.stdout)["problems"]
    assert done.returncode == 2
    assert problems[0]["path"] == "sweeps/rates.yaml"
    assert problems[0]["line"] == 1


def test_messages_print_control_characters_escaped(tmp_path):
    content = write_content(tmp_path, {"sweeps/rates.yaml": 'dataset: "\\e[31mred"\nlearning_rate: 1\n'})
    done = gdsim("build", "--content", content)
    assert done.returncode == 2
    assert "\x1b" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--limit", "runs"], "is NAME=N"),
        (["--limit", "walks=3"], "is NAME=N"),
        (["--jobs", "0"], "must be ≥ 1"),
        (["--executor", "cloud"], "invalid choice"),
        (["--content", "nowhere"], "there is no such"),
    ],
)
def test_bad_arguments_are_told(tmp_path, arguments, words):
    done = gdsim("build", *arguments, cwd=tmp_path)
    assert done.returncode in {1, 2}
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_no_content_is_told(tmp_path):
    done = gdsim("build", cwd=tmp_path)
    assert done.returncode == 1
    assert "no content/site.yaml" in done.stderr


def test_a_limit_is_lifted(tmp_path):
    sweep = "dataset: houses\nlearning_rate: 0.01\nepochs: 20000000\n"
    content = write_content(tmp_path, {"sweeps/own.yaml": sweep})
    assert gdsim("build", "--content", content, "--no-media").returncode == 2
    done = gdsim("build", "--content", content, "--no-media", "--limit", "epochs=20000000")
    assert done.returncode == 0, done.stderr


def test_plan_counts_what_is_cached(content):
    fresh = json.loads(gdsim("plan", "--content", content, "--json", "--no-media").stdout)
    assert [sweep["cached_runs"] for sweep in fresh["sweeps"]] == [0, 0]
    assert not (content.parent / "site").exists()
    gdsim("build", "--content", content, "--no-media")
    known = json.loads(gdsim("plan", "--content", content, "--json").stdout)
    assert [sweep["cached_runs"] for sweep in known["sweeps"]] == [2, 2]
    assert [sweep["clips"] for sweep in known["sweeps"]] == [2, 4]
    assert "frames to draw" in gdsim("plan", "--content", content).stdout


def test_run_prints_a_table_and_writes_files(tmp_path):
    done = gdsim(
        "run", "--dataset", "fundraising", "--learning-rate", "0.01", "--epochs", "120",
        "--save-csv", tmp_path / "run.csv", "--gif", tmp_path / "run.gif", "--mp4", tmp_path / "run.mp4",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "59.3254" in done.stdout
    assert "The loss falls from 123,900 to 648" in done.stdout
    rows = list(csv.DictReader((tmp_path / "run.csv").open()))
    assert len(rows) == 121
    assert float(rows[-1]["w"]) == pytest.approx(59.32542, abs=1e-5)
    assert (tmp_path / "run.gif").read_bytes().startswith(b"GIF89a")
    assert b"ftyp" in (tmp_path / "run.mp4").read_bytes()[:12]


def test_run_takes_options_random_starts_and_tables(tmp_path):
    (tmp_path / "houses.csv").write_text("size,price\n1,2\n2,4.1\n3,5.9\n")
    done = gdsim(
        "run", "--dataset", tmp_path / "houses.csv", "--optimizer", "{name: momentum, beta: 0.5}",
        "--loss", "huber", "--init", "random:7", "--learning-rate", "0.01", "--epochs", "20", "--standardize",
        "--json",
    )  # fmt: skip
    record = json.loads(done.stdout)
    assert record["optimizer"] == {"name": "momentum", "beta": 0.5}
    assert record["loss"] == {"name": "huber", "delta": 1.0}
    assert record["seed"] == 7
    assert record["standardize"]["mean"] == 2


def test_a_start_may_be_negative():
    done = gdsim("run", "--init", "-1,-2.5", "--epochs", "1", "--json")
    assert json.loads(done.stdout)["init"]["params"] == {"w": -1.0, "b": -2.5}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--dataset", "fundrasing"], "did you mean 'fundraising'"),
        (["--learning-rate", "fast"], "must be a number > 0"),
        (["--init", "1"], "must be [w, b]"),
        (["--init", "random:x"], "must be a seed"),
        (["--epochs", "0"], "whole number ≥ 1"),
        (["--loss", "{name: huber"], "YAML"),
        (["--dataset", "missing.csv"], "no such file"),
    ],
)
def test_run_tells_mistakes_in_words(arguments, words):
    done = gdsim("run", *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_clean_removes_only_what_gdsim_made(content):
    gdsim("build", "--content", content, "--no-media")
    assert gdsim("clean", "--content", content).returncode == 0
    assert not (content.parent / ".gdsim-cache").exists()
    assert (content.parent / "site").exists()
    assert gdsim("clean", "--content", content, "--site").returncode == 0
    assert not (content.parent / "site").exists()
    (content.parent / "site").mkdir()
    (content.parent / "site/thesis.tex").write_text("precious")
    done = gdsim("clean", "--content", content, "--site")
    assert done.returncode == 1
    assert (content.parent / "site/thesis.tex").exists()


def test_a_closed_pipe_shows_no_traceback(content):
    done = subprocess.run(
        ["bash", "-c", f"{' '.join(GDSIM)} plan --content '{content}' | true"], capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_keeps_the_old_site(content, sent, code):
    gdsim("build", "--content", content, "--no-media")
    before = tree(content.parent / "site")
    page = content / "index.md"
    page.write_text(page.read_text() + "\nMore.\n")
    started = subprocess.Popen([*GDSIM, "build", "--content", content], stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    os.kill(started.pid, sent)
    _, said = started.communicate(timeout=120)
    assert started.returncode in {code, 0}
    assert "Traceback" not in said
    if started.returncode == code:
        assert tree(content.parent / "site") == before
