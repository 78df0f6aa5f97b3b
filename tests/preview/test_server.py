"""The preview server answers its own pages and its user, and nobody else."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
from serving import Preview, preview
from small_site import write_content

from gdsim.cli import main


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("preview")
    (folder / "secret.txt").write_text("secret")
    with preview(write_content(folder)) as started:
        yield started


def test_pages_and_files_are_served(running):
    status, headers, body = running.ask("/")
    assert (status, headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert b"/_gdsim/live.js" in body
    assert b"connect-src &#39;self&#39;" in body or b"connect-src 'self'" in body
    assert running.ask("/topics/houses.html")[0] == 200
    assert running.ask("/robots.txt")[2] == (running.content.parent / "site/robots.txt").read_bytes()


def test_the_published_site_knows_nothing_of_the_preview(running):
    pages = (running.content.parent / "site").rglob("*.html")
    assert not any(b"_gdsim" in page.read_bytes() for page in pages)


def test_byte_ranges_are_served(running):
    whole = running.ask("/robots.txt")[2]
    status, headers, part = running.ask("/robots.txt", Range="bytes=2-5")
    assert (status, part, headers["content-range"]) == (206, whole[2:6], f"bytes 2-5/{len(whole)}")


OUTSIDE = [
    "/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/..%5csecret.txt", "/a/../../secret.txt",
    "//127.0.0.1/secret.txt", "/%00", "/topics/..%2f..%2fsecret.txt", "/runs/", "/assets", "/" + "a" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_address_leads_out_of_the_site_and_no_folder_is_listed(running, path):
    status, headers, body = running.ask(path)
    assert (status, "location" in headers, b"secret" in body) == (404, False, False)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_but_reading_is_answered(running, method):
    assert running.ask("/", method)[0] == 405


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:8000"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": ""},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "no-cors"},
        {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "iframe"},
        {"Sec_Fetch_Site": "same-site", "Sec_Fetch_Mode": "navigate", "Sec_Fetch_Dest": "object"},
    ],
)
def test_foreign_hosts_and_origins_are_refused(running, headers):
    status, answered, body = running.ask("/", **headers)
    assert (status, "access-control-allow-origin" in answered, b"<html" in body) == (403, False, False)


def test_a_click_from_elsewhere_is_answered(running):
    assert (
        running.ask("/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate", Sec_Fetch_Dest="document")[0]
        == 200
    )


def test_a_huge_header_and_a_client_that_says_nothing_stop_nothing(running):
    with socket.create_connection(("127.0.0.1", running.port)) as silent:
        silent.sendall(b"GET / HT")
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as loud:
            try:
                loud.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 1_000_000)
                assert b" 200 " not in loud.recv(100)
            except (BrokenPipeError, ConnectionResetError):
                pass
        assert running.ask("/")[0] == 200


def test_it_listens_on_this_machine_alone(running):
    listening = socket.socket()
    try:
        listening.bind(("127.0.0.2", running.port))  # free: the preview did not take every address
    finally:
        listening.close()


def test_saves_by_the_thousand_are_built_in_the_end(tmp_path):
    content = write_content(tmp_path)
    page = content / "Topics" / "Houses.md"
    with preview(content) as running:
        for number in range(1000):
            page.write_text(f"# Houses\n\nSaved {number:04} times. Back to [[Home]].\n")
        page.write_text("# Houses\n\n[[Half sav")
        page.write_text("# Houses\n\nSaved at last. Back to [[Home]].\n")
        (content / "Topics/New.md").write_text("# New\n\nA new page.\n")
        (content / "Topics/New.md").rename(content / "Topics/Renamed.md")
        give_up = time.monotonic() + 60
        while time.monotonic() < give_up:
            saved = b"Saved at last" in running.ask("/topics/houses.html")[2]
            renamed = [running.ask(f"/topics/{name}.html")[0] for name in ("new", "renamed")]
            if saved and renamed == [404, 200]:
                break
            time.sleep(0.1)
        else:
            raise AssertionError("".join(running.lines))


def test_a_content_folder_whose_name_begins_like_the_sites_is_watched(tmp_path):
    content = write_content(tmp_path).rename(tmp_path / "site-source")
    with preview(content) as running:
        (content / "Topics/Houses.md").write_text("# Houses\n\nSaved. Back to [[Home]].\n")
        give_up = time.monotonic() + 30
        while b"Saved." not in running.ask("/topics/houses.html")[2]:
            assert time.monotonic() < give_up, "".join(running.lines)
            time.sleep(0.1)


def test_a_broken_content_is_served_with_what_is_wrong(tmp_path):
    content = write_content(tmp_path, {"index.md": "[[Nowhere]]\n"})
    with preview(content) as running:
        status, _, body = running.ask("/")
        assert (status, b"Nothing is built yet" in body) == (404, True)
        assert any(
            "there is no page 'Nowhere'" in line and f"{running.content.name}/" in line
            for line in running.lines
        )
        (content / "index.md").write_text("# Mended\n")
        give_up = time.monotonic() + 30
        while running.ask("/")[0] != 200:
            assert time.monotonic() < give_up, "".join(running.lines)
            time.sleep(0.1)


def test_a_folder_of_templates_that_is_not_there_is_told(tmp_path, capsys):
    content, templates = write_content(tmp_path), tmp_path / "nowhere"
    assert main(["serve", "--content", str(content), "--templates", str(templates)]) == 1
    assert f"{templates}: there is no such folder of templates" in capsys.readouterr().err
