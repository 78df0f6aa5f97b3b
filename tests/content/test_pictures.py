"""Pictures are told from their bytes: those that an encoder wrote pass, anything else is named."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from fakes import write_content
from PIL import Image

from gdsim.content import read_assets
from gdsim.content.pictures import fault
from gdsim.errors import AuthorErrors

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">\n<path d="M0 0"/>\n</svg>'


def picture(kind: str, mode: str = "RGB", **options: object) -> bytes:
    image = Image.radial_gradient("L").resize((37, 23)).convert(mode)
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


REAL = {
    "a.png": picture("PNG"),
    "palette.PNG": picture("PNG", "P"),
    "a.jpg": picture("JPEG"),
    "progressive.jpeg": picture("JPEG", progressive=True),
    "a.gif": picture("GIF", "P"),
    "moving.gif": picture("GIF", "P", save_all=True, append_images=[Image.new("P", (37, 23), 3)], loop=0),
    "a.webp": picture("WEBP"),
    "a.avif": picture("AVIF"),
    "a.bmp": picture("BMP"),
    "a.ico": picture("ICO"),
    "a.svg": SVG.encode(),
    "wide.svg": f'<?xml version="1.0" encoding="UTF-16"?>{SVG}'.encode("utf-16"),
    "old.svg": f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">{SVG}'.encode(),
}


@pytest.mark.parametrize("name", REAL)
def test_whole_pictures_pass(name: str) -> None:
    assert fault(name, REAL[name]) is None


@pytest.mark.parametrize("name", REAL)
def test_a_picture_cut_anywhere_is_refused(name: str) -> None:
    whole = REAL[name]
    for length in {0, 1, 11, *range(0, len(whole) - 2, max(1, len(whole) // 60))}:
        assert fault(name, whole[:length]), f"{length} of {len(whole)} bytes"


def test_a_flipped_bit_of_a_png_is_seen() -> None:
    whole = REAL["a.png"]
    for at in range(8, len(whole)):
        assert fault("a.png", whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.png", b"<!doctype html><title>Not found</title>", "it holds a web page; save the picture itself"),
        ("a.jpg", b"\n<html>", "is no JPEG picture: it holds a web page"),
        ("a.png", b"words", "is no PNG picture: it holds b'words'; save the picture again"),
        ("a.gif", b"", "is no GIF picture: it holds nothing"),
        ("a.png", REAL["a.jpg"], "it holds a JPEG picture; give it the ending of what it is"),
        ("a.png", REAL["a.webp"], "it holds a WebP picture"),
        ("a.jpg", REAL["a.avif"], "it holds an AVIF picture"),
        ("a.png", SVG.encode(), "it holds an SVG drawing"),
        ("a.webp", b"version https://git-lfs.github.com/spec/v1\n", "a pointer of Git LFS"),
        ("a.jpg", REAL["a.jpg"][:200], "is no whole JPEG picture: it breaks off or is damaged (200 bytes)"),
        ("a.svg", REAL["a.png"], "is no SVG drawing: it holds a PNG picture"),
        ("a.svg", b"<svg><path d='M0 0'/></svg>", 'lacks xmlns="http://www.w3.org/2000/svg"; add it'),
        ("a.svg", b"<note xmlns='urn:x'/>", "its first element is <note>"),
    ],
)
def test_the_words_say_what_was_met_and_what_to_do(name: str, data: bytes, words: str) -> None:
    line, message = fault(name, data) or (0, "")
    assert (line, words in message) == (1, True), message


def test_a_broken_drawing_is_told_with_its_line() -> None:
    assert fault("a.svg", SVG.encode()[:-6]) == (
        3,
        "is no SVG drawing: it breaks off; save it again as a plain SVG",
    )


def test_files_that_are_no_pictures_are_left_alone() -> None:
    assert fault("a.csv", b"x") is fault("a", b"") is fault("a.zip", b"PK") is None


def test_all_of_them_are_listed_and_the_build_is_refused(tmp_path: Path) -> None:
    files = {"assets/a.png": b"<html>", "assets/b.png": REAL["a.png"], "assets/c.svg": b"<svg/>"}
    root = write_content(tmp_path, files)
    with pytest.raises(AuthorErrors) as caught:
        read_assets(root, sorted(files))
    assert [(mistake.path, mistake.line) for mistake in caught.value.mistakes] == [
        ("assets/a.png", 1),
        ("assets/c.svg", 1),
    ]
