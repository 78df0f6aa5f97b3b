"""Runs a reader's code on the points of a player: what it defines descends, and is recorded.

The worker leaves ``request.json``, ``points.bin`` (x, then y) and the code in files, and takes
``answer.json``, ``path.bin`` (w, then b) and ``drawn.bin`` from there: numbers travel as their own bytes.
"""

import array
import builtins
import io
import json
import sys
import time  # noqa: F401 it is written in Python and asks for micropython, a way out that is closed below

FILE = "gradient_descent.py"
FOLDER = "/page/"
MOST_POINTS = 10_000
LARGEST = 1e70  # what squares and sums of squares can take; as for tables of the build
# Ways out of the interpreter, which the sandbox closes too.
CLOSED = ("js", "jsffi", "vfs", "uctypes", "micropython")
_import = builtins.__import__


def _guarded_import(name, *rest):
    if name.split(".")[0] in CLOSED:
        raise ImportError(f"{name} is not in the page's Python")
    try:
        return _import(name, *rest)
    except ImportError as error:
        if "no module named" in str(error):
            raise ImportError(f"{name} is not in the page; use the notebook") from None
        raise


class _NotPair(Exception):
    pass


def _numbers(name):
    with open(FOLDER + name, "rb") as file:
        return list(array.array("d", file.read()))


def _write(name, columns):
    with open(FOLDER + name, "wb") as file:
        for column in columns:
            file.write(array.array("d", column))


def main():
    """Does one request."""
    with open(FOLDER + "request.json") as file:
        request = json.load(file)
    with open(FOLDER + FILE) as file:
        code = file.read()
    builtins.__import__ = _guarded_import
    answer = {}
    try:
        answer = _done(code, request)
    except BaseException as error:
        answer["error"] = _told(error)
    with open(FOLDER + "answer.json", "w") as file:
        json.dump(answer, file)


def _done(code, request):
    given = {}
    points = _numbers("points.bin")
    names = {"__name__": "__main__"}
    if points:
        from numpy import array

        half = len(points) // 2
        given = {"DATA_X": array(points[:half]), "DATA_Y": array(points[half:])}
        names.update(given)
    exec(compile(code, FILE, "exec"), names)
    if not points or not ("train" in names or "step" in names):
        return {}
    answer = _drawn(names, given)
    answer["epochs"] = _recorded(names, request)
    return answer


def _drawn(names, given):
    """Points that the code put in place of the given ones."""
    if all(names.get(name) is values for name, values in given.items()):
        return {}
    columns = []
    for name in ("DATA_X", "DATA_Y"):
        try:
            columns.append([float(value) for value in names[name]])
        except (KeyError, TypeError, ValueError):
            raise ValueError(f"{name} must be a row of numbers") from None
    x, y = columns
    if len(x) != len(y) or not 2 <= len(x) <= MOST_POINTS:
        limits = f"from 2 to {MOST_POINTS:,} points"
        raise ValueError(f"DATA_X and DATA_Y must be equally long, {limits}; they have {len(x)} and {len(y)}")
    if not all(value - value == 0 for column in columns for value in column):
        raise ValueError("DATA_X and DATA_Y must hold finite numbers")
    if not all(-LARGEST <= value <= LARGEST for column in columns for value in column):
        raise ValueError("DATA_X and DATA_Y must hold numbers within ±1e70")
    _write("drawn.bin", columns)
    return {"drawn": len(x)}


def _recorded(names, request):
    """Params after each update, the start first; how many updates there were."""
    w, b, epochs = request["w"], request["b"], request["epochs"]
    columns = array.array("d", [w]), array.array("d", [b])
    pairs = (
        names["train"](w, b, request["learning_rate"], epochs) if "train" in names else _steps(names, request)
    )
    try:
        pairs = iter(pairs)
    except TypeError:
        raise _NotPair("train must yield (w, b) after each step") from None
    for pair in pairs:
        try:
            w, b = pair
            w, b = float(w), float(b)
        except (TypeError, ValueError):
            name = "train must yield" if "train" in names else "step must return"
            raise _NotPair(f"{name} two numbers, (w, b), got {pair!r}") from None
        columns[0].append(w)
        columns[1].append(b)
        if len(columns[0]) > epochs and "train" in names:
            next(pairs, None)  # what train does at its end
        if len(columns[0]) > epochs or w - w != 0 or b - b != 0:
            break
    _write("path.bin", columns)
    return len(columns[0]) - 1


def _steps(names, request):
    w, b = request["w"], request["b"]
    step = names["step"]
    while True:
        pair = step(w, b, request["learning_rate"])
        yield pair
        w, b = pair


def _told(error):
    """Kind, message, the line of the reader's file where it happened, and the way there."""
    if isinstance(error, SystemExit):
        return {"kind": "SystemExit", "message": "the code ended itself", "line": 0, "trace": ""}
    kind = type(error).__name__
    message = str(error.args[0]) if len(error.args) == 1 else str(error)
    trace = io.StringIO()
    sys.print_exception(error, trace)
    lines, line = [], 0
    for text in trace.getvalue().split("\n"):
        if f'File "{FILE}", line ' in text:
            lines.append(text)
            line = int(text.split("line ")[1].split(",")[0])
    if kind == "_NotPair":
        kind, line = "TypeError", 0
    if kind == "MemoryError":
        message = "more memory than the page gives"
    return {"kind": kind, "message": message, "line": line, "trace": "\n".join(lines)}
