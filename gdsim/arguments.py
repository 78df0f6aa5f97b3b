"""The arguments of every command: what may be written, and what each means in words."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from typing import Any

from gdsim.commands import build, check, clean, new, plan, run, serve

LIMITS = {"runs": "runs", "epochs": "epochs", "site-mb": "site_mb", "file-mb": "file_mb"}


def with_signs(arguments: Sequence[str]) -> list[str]:
    """``--init -1,0`` as ``--init=-1,0``: argparse takes a leading minus for an option."""
    joined: list[str] = []
    for argument in arguments:
        if joined and joined[-1] == "--init":
            joined[-1] = f"--init={argument}"
        else:
            joined.append(argument)
    return joined


def parser_of(command: str = "") -> argparse.ArgumentParser:
    """The parser of all commands, or of the one that is asked for."""
    parser = argparse.ArgumentParser(
        prog="gdsim",
        description="Precomputed animations of gradient descent, and lessons that cannot lie.",
        formatter_class=_Help,
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND", prog="gdsim")
    known = {
        "build": _add_build,
        "serve": _add_serve,
        "plan": _add_plan,
        "check": _add_check,
        "run": _add_run,
        "new": _add_new,
        "clean": _add_clean,
    }
    for add in [known[command]] if command in known else known.values():
        add(commands)
    return parser


def _whole(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be ≥ 1, got {value}")
    return value


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be from 0 to 65535, got {text!r}")
    return int(text)


def _limit(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    if name not in LIMITS or not value.isascii() or not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"is NAME=N with NAME one of {', '.join(LIMITS)}, got {text!r}")
    return LIMITS[name], int(value)


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse would import much to know that, before anybody asks for help."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS", "0")) or os.get_terminal_size().columns
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=columns - 2)


def _command(
    commands: Any, name: str, does: str, example: str, call: Callable[..., int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=does,
        description=f"{does[0].upper()}{does[1:]}.",
        epilog=f"Example: {example}",
        formatter_class=_Help,
    )
    parser.set_defaults(command=call)
    return parser


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--content", metavar="DIR", help="content folder (default: the nearest content/site.yaml)"
    )
    parser.add_argument("--output", metavar="DIR", help="site folder (default: site, beside the content)")
    parser.add_argument(
        "--cache", metavar="DIR", help="cache folder (default: .gdsim-cache, beside the content)"
    )


def _add_what(parser: argparse.ArgumentParser, *, json: bool = True) -> None:
    parser.add_argument("--no-media", action="store_true", help="data and pages, no GIF, MP4 or pictures")
    parser.add_argument("--drafts", action="store_true", help="pages marked as drafts too")
    parser.add_argument(
        "--limit",
        metavar="NAME=N",
        type=_limit,
        action="append",
        help=f"lift a guard: {', '.join(LIMITS)}",
    )
    if json:
        parser.add_argument("--json", action="store_true", help="the result as JSON")


def _add_build(commands: Any) -> None:
    parser = _command(commands, "build", "build the site of a content folder", "gdsim build --jobs 2", build)
    _add_folders(parser)
    _add_how(parser)
    parser.add_argument("--only", metavar="GLOB", help="rebuild only pages whose path matches")
    parser.add_argument("--quiet", action="store_true", help="say nothing but warnings and mistakes")
    _add_what(parser)


def _add_how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--templates", metavar="DIR", help="your own templates and styles, file by file")
    parser.add_argument("--jobs", metavar="N", type=_whole, help="workers (default: one a core)")
    parser.add_argument(
        "--executor",
        choices=["process", "inline", "dask"],
        default="process",
        help="where work is done: processes here (default), this one, or a cluster",
    )
    parser.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="of a Dask cluster, with --executor dask (default: one started on this machine)",
    )


def _add_serve(commands: Any) -> None:
    parser = _command(
        commands,
        "serve",
        "build, show the site on this machine, and build again at every save",
        "gdsim serve --port 8000",
        serve,
    )
    _add_folders(parser)
    _add_how(parser)
    parser.add_argument(
        "--port", metavar="N", type=_port, default=8000, help="first port to try (default: 8000)"
    )
    _add_what(parser, json=False)


def _add_plan(commands: Any) -> None:
    parser = _command(
        commands,
        "plan",
        "show what a build would run, what is cached, frames and bytes",
        "gdsim plan --json",
        plan,
    )
    _add_folders(parser)
    _add_what(parser)


def _add_check(commands: Any) -> None:
    parser = _command(
        commands,
        "check",
        "follow every link of the built site, and weigh its pages",
        "gdsim check --output site",
        check,
    )
    _add_folders(parser)
    parser.add_argument("--json", action="store_true", help="the result as JSON")


def _add_new(commands: Any) -> None:
    parser = _command(
        commands, "new", "start a wiki: one lesson, one table, one sweep", "gdsim new my-wiki", new
    )
    parser.add_argument("folder", metavar="DIR", help="folder to make; it must not exist, or be empty")


def _add_run(commands: Any) -> None:
    example = "gdsim run --dataset fundraising --learning-rate 0.01 --epochs 120 --gif run.gif"
    parser = _command(commands, "run", "simulate one run and print it as a table", example, run)
    parser.add_argument(
        "--dataset", default="clean-linear", metavar="NAME|CSV", help="built-in name or your CSV file"
    )
    parser.add_argument("--model", default="line", help="name, or '{name: polynomial, degree: 3}'")
    parser.add_argument("--loss", default="mse", metavar="LOSS", help="name, or '{name: huber, delta: 2}'")
    parser.add_argument(
        "--optimizer", default="gd", metavar="OPT", help="name, or '{name: momentum, beta: 0.5}'"
    )
    parser.add_argument("--learning-rate", default="5e-5", metavar="X")
    parser.add_argument("--init", metavar="W,B", help="start (all 0 where left out), or random:SEED")
    parser.add_argument("--epochs", default="200", metavar="N")
    parser.add_argument("--standardize", action="store_true", help="inputs become (x - mean) / sd")
    parser.add_argument("--scene", default="fit", help="what --gif and --mp4 draw")
    parser.add_argument("--gif", metavar="FILE")
    parser.add_argument("--mp4", metavar="FILE")
    parser.add_argument("--save-csv", metavar="FILE", help="the path: epoch, params, loss, gradient norm")
    parser.add_argument("--json", action="store_true", help="the trajectory as JSON")


def _add_clean(commands: Any) -> None:
    parser = _command(commands, "clean", "remove the cache", "gdsim clean --site", clean)
    _add_folders(parser)
    parser.add_argument("--site", action="store_true", help="remove the site too, if gdsim made it")
