"""The command `symopt`: parses arguments, calls the library, turns errors into exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

DONE, REFUTED, BAD_INPUT, UNDECIDED, UNREADABLE = range(5)
WEIGHT = (BAD_INPUT, REFUTED, UNDECIDED, UNREADABLE, DONE)  # the weightiest first
MOST_JOBS, MOST_SECONDS, MOST_DIGITS, MOST_EVERY = 256, 86_400, 1000, 10**10
MOST_ITERATIONS = 10**7

EPILOG = """exit codes: 0 done, every claim proved; 1 something refuted; 2 bad input or usage;
3 nothing refuted, something undecided; 4 nothing refuted or undecided, but a line unreadable
or not filled in"""


def parser() -> argparse.ArgumentParser:
    """The command's arguments. Each verb's `run` is a module, imported when it is called."""
    main = argparse.ArgumentParser(
        prog="symopt",
        description="Worked solutions, checks and proofs for gradient-based optimizers.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    main.add_argument("--version", action="store_true", help="show the version and exit")
    verbs = main.add_subparsers(dest="verb", metavar="VERB")

    rules = verbs.add_parser("rules", help="the registry; one rule's equations and defaults")
    rules.add_argument("name", nargs="?", help="a rule's name")
    rules.add_argument("--json", action="store_true", help="as JSON")
    rules.add_argument(
        "--relations", action="store_true", help="which rules are the same, proved; some seconds"
    )
    rules.add_argument("--plot", metavar="FILE.svg", help="draw the relations")

    solve = verbs.add_parser("solve", help="an exact worked solution of a page's problem")
    solve.add_argument("page", metavar="PAGE", help="a Markdown page, or - for standard input")
    solve.add_argument("--steps", type=int, metavar="N", help="instead of the page's 'steps:'")
    solve.add_argument(
        "--to",
        choices=("md", "tex", "pdf", "html", "ipynb", "json"),
        default="md",
        help="default: md",
    )
    solve.add_argument("--fragment", action="store_true", help="LaTeX to be included, no document")
    solve.add_argument("--hide-answers", action="store_true", help="the exercise sheet instead")
    solve.add_argument("--lang", choices=("en", "ko"), default="en", help="default: en")
    solve.add_argument("-o", dest="output", metavar="FILE", help="write here, whole or not at all")

    run = verbs.add_parser("run", help="many steps in floats, or in certified decimals")
    run.add_argument("page", metavar="PAGE", help="a Markdown page, or - for standard input")
    run.add_argument("--steps", type=int, metavar="N", help="instead of the page's 'steps:'")
    run.add_argument(
        "--backend",
        choices=("python", "numpy", "numba", "ball"),
        help="default: by the work's shape and what is installed",
    )
    run.add_argument("--certify", type=_digits, metavar="DIGITS", help="so many certain digits")
    run.add_argument(
        "--record", type=_every, metavar="EVERY", help="keep each so many steps; default: 1000 rows"
    )
    run.add_argument("--plot", metavar="FILE.svg", help="draw the path")
    run.add_argument("-o", dest="output", metavar="FILE", help="write a .csv or .npz")
    run.add_argument("--json", action="store_true", help="as JSON")

    compare = verbs.add_parser("compare", help="several rules on one problem, in floats")
    compare.add_argument("page", metavar="PAGE", help="a Markdown page, or - for standard input")
    compare.add_argument(
        "--rules", metavar="NAME,...", help="default: those under the page's 'compare:'"
    )
    compare.add_argument("--steps", type=int, metavar="N", help="instead of the page's")
    compare.add_argument("--backend", choices=("python", "numpy", "numba"), help="default: by work")
    compare.add_argument(
        "--certify", type=_digits, metavar="DIGITS", help="which of float64's digits are right"
    )
    compare.add_argument("--plot", metavar="FILE.svg", help="draw a panel a rule")
    compare.add_argument("--json", action="store_true", help="as JSON")

    sweep = verbs.add_parser("sweep", help="a grid of hyper-parameters and starts, in floats")
    sweep.add_argument("page", metavar="PAGE", help="a Markdown page, or - for standard input")
    sweep.add_argument(
        "--grid",
        action="append",
        required=True,
        metavar="NAME=START:STOP:COUNT[:log]",
        help="values of a parameter, or of a start's coordinate; several make a grid",
    )
    sweep.add_argument("--steps", type=int, metavar="N", help="instead of the page's 'steps:'")
    sweep.add_argument(
        "--tolerance",
        type=float,
        default=1e-6,
        metavar="SLOPE",
        help="a cell converged if its last gradient is that small; default: 1e-6",
    )
    sweep.add_argument("--backend", choices=("python", "numpy", "numba"), help="default: by work")
    sweep.add_argument("--jobs", type=_jobs, metavar="N", help="processes on this machine")
    sweep.add_argument("--scheduler", metavar="ADDRESS", help="a Dask cluster's, tcp://HOST:PORT")
    sweep.add_argument("--plot", metavar="FILE.svg", help="draw one or two grids as a map")
    sweep.add_argument(
        "--lang", choices=("en", "ko"), default="en", help="of the picture; default: en"
    )
    sweep.add_argument("-o", dest="output", metavar="FILE.npz", help="write every cell")
    sweep.add_argument("--json", action="store_true", help="as JSON, cell by cell")

    derive = verbs.add_parser("derive", help="statements about rules, proved step by step")
    derive.add_argument("names", nargs="*", metavar="NAME", help="a statement's page, or its file")
    derive.add_argument("--all", action="store_true", help="every statement of the book")
    derive.add_argument(
        "--book",
        default="derivations/book",
        metavar="DIR",
        help="the folder of the statements; default: derivations/book",
    )
    derive.add_argument(
        "--to", choices=("md", "tex", "pdf", "html", "ipynb", "json"), help="default: md"
    )
    derive.add_argument("--lang", choices=("en", "ko"), default="en", help="default: en")
    derive.add_argument("-o", dest="output", metavar="FILE", help="write here, whole or not at all")

    race = verbs.add_parser("race", help="several rules train one network on images of digits")
    race.add_argument(
        "--data",
        default="digits",
        metavar="digits|DIR",
        help="scikit-learn's digits, or a folder of MNIST's IDX files; default: digits",
    )
    race.add_argument(
        "--rules", metavar="NAME,...", help="default: sgd,momentum,adagrad,adam,rmsprop,nesterov"
    )
    race.add_argument(
        "--iterations", type=_iterations, default=2000, metavar="N", help="default: 2000"
    )
    race.add_argument("--batch", type=_iterations, default=128, metavar="N", help="default: 128")
    race.add_argument("--replace", action="store_true", help="draw each batch from all images")
    race.add_argument("--seed", type=_iterations, default=1, metavar="N", help="default: 1")
    race.add_argument(
        "--dtype", choices=("float32", "float64"), default="float32", help="default: float32"
    )
    race.add_argument("--plot", metavar="FILE.svg", help="draw the losses")
    race.add_argument("--log", action="store_true", help="the picture's losses on a log axis")
    race.add_argument(
        "--weights", metavar="FILE.svg", help="draw what starting weights do to activations"
    )
    race.add_argument("--lang", choices=("en", "ko"), default="en", help="default: en")
    race.add_argument("-o", dest="output", metavar="FILE", help="write the curves: .csv or .npz")
    race.add_argument("--json", action="store_true", help="as JSON")

    check = verbs.add_parser("check", help="judge the working on pages, line by line")
    check.add_argument("pages", nargs="+", metavar="PAGE|DIR", help="pages, folders, or -")
    check.add_argument("--problem", metavar="PAGE", help="the page that states the problem")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.add_argument(
        "--to", choices=("md", "tex", "pdf", "html", "ipynb"), help="the sheet, marked"
    )
    check.add_argument("--lang", choices=("en", "ko"), default="en", help="default: en")
    check.add_argument(
        "-o",
        dest="output",
        metavar="FILE",
        help="write here, whole or not at all; .csv: as a table",
    )
    check.add_argument("--jobs", type=_jobs, metavar="N", help="processes for several pages")
    check.add_argument(
        "--seconds", type=_seconds, default=60.0, metavar="S", help="for each of several pages; 60"
    )
    return main


def _jobs(text: str) -> int:
    return _whole(text, MOST_JOBS)


def _whole(text: str, most: int) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 20 and 1 <= int(text) <= most:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a number from 1 to {most} (got {text!r})")


def _digits(text: str) -> int:
    return _whole(text, MOST_DIGITS)


def _every(text: str) -> int:
    return _whole(text, MOST_EVERY)


def _iterations(text: str) -> int:
    return _whole(text, MOST_ITERATIONS)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if 0 < seconds <= MOST_SECONDS:
        return seconds
    raise argparse.ArgumentTypeError(f"must be a time up to {MOST_SECONDS} s (got {text!r})")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    command = parser()
    options = command.parse_args(arguments)
    if options.version:
        from importlib.metadata import version

        print(f"symopt {version('symopt')}")
        return DONE
    if options.verb is None:
        command.print_help()
        return BAD_INPUT
    return _guarded(options)


def _guarded(options: argparse.Namespace) -> int:
    from symopt.cli.files import abandon, printable
    from symopt.errors import SymoptError

    try:
        code: int = import_module(f"symopt.cli.{options.verb}").run(options)
        return code
    except SymoptError as error:
        said = "\n".join(map(printable, str(error).split("\n")))
        print(f"symopt: {said}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:  # the reader of our output has gone: nothing is left to say
        abandon(sys.stdout)
        return DONE
    except KeyboardInterrupt:
        print("symopt: interrupted", file=sys.stderr)
        return 130
