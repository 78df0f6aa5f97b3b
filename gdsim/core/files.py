"""Reading the author's files: regular files inside the content folder, of bounded size, as valid text."""

from __future__ import annotations

import os
import stat
import unicodedata
from pathlib import Path

from gdsim.errors import AuthorError, AuthorErrors, Mistake

LESSON_BYTES = 1 << 20
TABLE_BYTES = 64 << 20
ASSET_BYTES = 50 << 20

# Characters that reorder the text around them: what is read would not be what is shown.
_BIDI = {chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}


def unwelcome(text: str) -> list[str]:
    """The characters of ``text`` that no file, name or page may hold, sorted.

    Control characters but tab and line end, bidi overrides, and halves of surrogate pairs.
    """
    if text.isprintable() or text.replace("\n", "").replace("\t", "").isprintable():
        return []
    return sorted(
        c for c in set(text) if c in _BIDI or (unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t")
    )


def walk(root: Path, mistakes: list[Mistake], folder: str = "") -> list[str]:
    """Relative POSIX paths of all files below ``root/folder``, sorted; hidden ones are passed over.

    Adds to ``mistakes`` links to folders, which could lead out of the content or in circles; folders that
    cannot be read; names that are not UTF-8 or hold control characters.
    """
    found: list[str] = []

    def unreadable(error: OSError) -> None:
        if root.is_dir() and not isinstance(error, FileNotFoundError):
            path = Path(error.filename).relative_to(root).as_posix()
            mistakes.append(Mistake(path, 1, f"cannot be read: {error.strerror}"))

    for directory, folders, files in os.walk(root / folder, onerror=unreadable):
        here = Path(directory)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in list(folders):
            if (here / name).is_symlink():
                path = (here / name).relative_to(root).as_posix()
                mistakes.append(Mistake(path, 1, "this is a link to a folder; put the folder itself here"))
                folders.remove(name)
        inside = here.relative_to(root).as_posix()
        prefix = "" if inside == "." else f"{inside}/"
        found += [prefix + name for name in files if not name.startswith(".")]
    bad = {path for path in found if unwelcome(path) or "\n" in path or "\t" in path}
    mistakes += [_bad_name(path) for path in bad]
    return sorted(set(found) - bad)


def _bad_name(path: str) -> Mistake:
    what = "is not UTF-8" if any("\udc80" <= c <= "\udcff" for c in path) else "holds a control character"
    return Mistake(path, 1, f"the name of this file {what}; rename it")


def read_bytes(root: Path, relative: str, limit: int) -> bytes:
    """The bytes of a regular file inside ``root``, read once.

    Raises:
        AuthorError: it leads out of ``root``, is no regular file, cannot be read or is over ``limit`` bytes.
    """
    try:
        real = (root / relative).resolve(strict=True)
        if not real.is_relative_to(root.resolve()):
            raise AuthorError(relative, 1, "this link leads out of the content folder; copy the file here")
        handle = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise AuthorError(relative, 1, "this is not a regular file")
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise AuthorError(relative, 1, "there is no such file") from None
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise AuthorError(relative, 1, f"cannot be read: {reason}") from None
    if len(data) > limit:
        raise AuthorError(
            relative, 1, f"is larger than {limit >> 20} MB, the most that is read of such a file"
        )
    return data


def read_text(root: Path, relative: str, limit: int = LESSON_BYTES) -> str:
    """The text of a UTF-8 file, without byte-order mark, with ``\\n`` line ends; see ``text_of``."""
    return text_of(read_bytes(root, relative, limit), relative)


def text_of(data: bytes, path: str) -> str:
    """UTF-8 ``data`` as text.

    Raises:
        AuthorErrors: invalid UTF-8, control characters or bidi overrides, each with its line.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        read = error.object  # without the byte-order mark, as the place in it
        line = read.count(b"\n", 0, error.start) + 1
        byte = read[error.start]
        raise AuthorError(path, line, f"is not UTF-8 text (byte 0x{byte:02x}); save it as UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mistakes = [
        Mistake(path, text.count("\n", 0, text.index(c)) + 1, f"holds the control character U+{ord(c):04X}")
        for c in unwelcome(text)
    ]
    if mistakes:
        raise AuthorErrors(mistakes)
    return text
