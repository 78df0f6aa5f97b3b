"""Whether a file is the whole picture that its name promises, told from its bytes without decoding it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from xml.parsers import expat

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
# What files begin with, for saying what was met.
_BEGINNINGS = [
    (_PNG, "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\0\0\1\0", "an icon"),
    (b"%PDF", "a PDF"),
    (b"PK\3\4", "a zip archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"version https://git-lfs", "a pointer of Git LFS, whose file was not fetched"),
]


def fault(name: str, data: bytes) -> tuple[int, str] | None:
    """The line and what is wrong where ``data`` is not the picture that ``name`` promises, else None."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".svg":
        return _svg(data)
    kind = _KINDS.get(ending)
    if kind is None:
        return None
    title, begins, whole = kind
    if not begins(data):
        return 1, f"is no {title} picture: it holds {_met(data)}; {_mend(data)}"
    if not whole(data):
        return (
            1,
            f"is no whole {title} picture: it breaks off or is damaged ({len(data):,} bytes); save it again",
        )
    return None


def _met(data: bytes) -> str:
    if not data:
        return "nothing"
    for beginning, what in _BEGINNINGS:
        if data.startswith(beginning):
            return what
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "a WebP picture"
    if data[4:8] == b"ftyp":
        return "an AVIF picture" if _is_avif(data) else "a film"
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:200]
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "a web page"
    if start.startswith((b"<?xml", b"<svg")):
        return "an SVG drawing" if b"<svg" in data[:2000] else "XML"
    return repr(data[:24])


def _mend(data: bytes) -> str:
    met = _met(data)
    if met == "a web page":
        return "save the picture itself, not the page that shows it"
    if met.endswith(("picture", "drawing")):
        return "give it the ending of what it is"
    return "save the picture again"


def _png_is_whole(data: bytes) -> bool:
    """Chunks of a length, a name, that many bytes and a sum, from IHDR to IEND."""
    at, names = len(_PNG), []
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if zlib.crc32(data[at + 4 : end]) != int.from_bytes(data[end : end + 4], "big"):
            return False
        names.append(data[at + 4 : at + 8])
        if names[-1] == b"IEND":
            return names[0] == b"IHDR" and b"IDAT" in names
        at = end + 4
    return False


def _jpeg_is_whole(data: bytes) -> bool:
    """Segments of a marker and a length up to the scan, which runs to the mark of the end."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xDA:
            return data.find(b"\xff\xd9", at) > 0
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return False


def _gif_is_whole(data: bytes) -> bool:
    """Blocks up to the trailer; a picture's or an extension's data are sub-blocks, ended by an empty one."""

    def palette(flags: int) -> int:
        return 3 << (flags & 7) + 1 if flags & 0x80 else 0

    try:
        at, pictures = 13 + palette(data[10]), 0
        while data[at] != 0x3B:
            if data[at] == 0x2C:
                at += 11 + palette(data[at + 9])
                pictures += 1
            elif data[at] == 0x21:
                at += 2
            else:
                return False
            while data[at]:
                at += 1 + data[at]
            at += 1
    except IndexError:
        return False
    return pictures > 0


def _webp_is_whole(data: bytes) -> bool:
    return 8 + int.from_bytes(data[4:8], "little") <= len(data) and data[12:15] == b"VP8"


def _is_avif(data: bytes) -> bool:
    brands = data[8 : int.from_bytes(data[:4], "big")]
    return data[4:8] == b"ftyp" and any(brand in brands for brand in (b"avif", b"avis"))


def _avif_is_whole(data: bytes) -> bool:
    """Boxes of a length and a name to the last byte; the length 0 is the rest, 1 a longer number after."""
    at = 0
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        if length == 1:
            length = int.from_bytes(data[at + 8 : at + 16], "big")
        if length == 0:
            return True
        if length < 8:
            return False
        at += length
    return at == len(data)


def _bmp_is_whole(data: bytes) -> bool:
    return 54 <= int.from_bytes(data[2:6], "little") <= len(data)


def _icon_is_whole(data: bytes) -> bool:
    entries = [data[6 + 16 * k : 22 + 16 * k] for k in range(int.from_bytes(data[4:6], "little"))]
    ends = [int.from_bytes(e[8:12], "little") + int.from_bytes(e[12:16], "little") for e in entries]
    return bool(ends) and len(entries[-1]) == 16 and max(ends) <= len(data)


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda data: data.startswith(beginnings)


_Kind = tuple[str, Callable[[bytes], bool], Callable[[bytes], bool]]
_JPEG: _Kind = ("JPEG", _begins(b"\xff\xd8\xff"), _jpeg_is_whole)
_KINDS: dict[str, _Kind] = {
    ".png": ("PNG", _begins(_PNG), _png_is_whole),
    ".apng": ("PNG", _begins(_PNG), _png_is_whole),
    ".jpg": _JPEG,
    ".jpeg": _JPEG,
    ".jfif": _JPEG,
    ".gif": ("GIF", _begins(b"GIF87a", b"GIF89a"), _gif_is_whole),
    ".webp": ("WebP", lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp_is_whole),
    ".avif": ("AVIF", _is_avif, _avif_is_whole),
    ".bmp": ("BMP", _begins(b"BM"), _bmp_is_whole),
    ".ico": ("ICO", _begins(b"\0\0\1\0"), _icon_is_whole),
}


def _svg(data: bytes) -> tuple[int, str] | None:
    """A drawing is whole XML whose root is ``svg`` in its namespace; browsers show nothing else in a page."""
    roots: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, _: roots.append(name) if not roots else None
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        breaks_off = error.code == expat.errors.codes[expat.errors.XML_ERROR_NO_ELEMENTS]
        what = "it breaks off" if breaks_off else expat.ErrorString(error.code)
        met = f"it holds {_met(data)}" if not roots else what
        return error.lineno, f"is no SVG drawing: {met}; save it again as a plain SVG"
    except (ValueError, LookupError) as error:
        return 1, f"is no SVG drawing: {error}; save it again as a plain SVG"
    if roots[0] == "svg":
        return 1, f'is a drawing that browsers do not show: its <svg> lacks xmlns="{_SVG}"; add it'
    if roots[0] != f"{_SVG} svg":
        root = roots[0].rsplit(" ", 1)[-1]
        return 1, f"is no SVG drawing: its first element is <{root[:40]}>; save it again as a plain SVG"
    return None
