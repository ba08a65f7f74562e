"""The command `symopt`: parses arguments, calls the library, turns errors into exit codes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

DONE, REFUTED, BAD_INPUT, UNDECIDED, UNREADABLE = range(5)

EPILOG = """exit codes: 0 done, every claim proved; 1 something refuted; 2 bad input or usage;
3 nothing refuted, something undecided; 4 nothing refuted or undecided, but a line unreadable"""


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

    solve = verbs.add_parser("solve", help="an exact worked solution of a page's problem")
    solve.add_argument("page", metavar="PAGE", help="a Markdown page, or - for standard input")
    solve.add_argument("--steps", type=int, metavar="N", help="instead of the page's 'steps:'")
    solve.add_argument("--to", choices=("md", "json"), default="md", help="default: md")
    solve.add_argument("-o", dest="output", metavar="FILE", help="write here, whole or not at all")

    check = verbs.add_parser("check", help="judge the working on pages, line by line")
    check.add_argument("pages", nargs="+", metavar="PAGE|DIR", help="pages, folders, or -")
    check.add_argument("--problem", metavar="PAGE", help="the page that states the problem")
    check.add_argument("--json", action="store_true", help="as JSON")
    check.add_argument("-o", dest="output", metavar="FILE", help="write here, whole or not at all")
    return main


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
    from symopt.errors import SymoptError

    try:
        code: int = import_module(f"symopt.cli.{options.verb}").run(options)
        sys.stdout.flush()
        return code
    except SymoptError as error:
        print(f"symopt: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone: nothing is left to say
        return DONE
    except KeyboardInterrupt:
        print("symopt: interrupted", file=sys.stderr)
        return 130
