"""A Markdown page: YAML front matter that states a problem, and a body that holds the working.

Every scalar of the front matter stays text with its place; what it means is decided above. The
YAML is taken event by event: anchors, aliases and tags are refused, so that no page can expand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml

from symopt.errors import InputError, Place, SymoptError

_T = TypeVar("_T")
LARGEST_PAGE = 2_000_000
DEEPEST_NESTING = 8
# An interval is one value: YAML must not see its comma in `{beta: (0, 1), t: integer}`.
_INTERVAL = re.compile(
    r"(?<=:\s)(?:\([^][(){},'\"#\n]+,[^][(){},'\"#\n]+[])]|\[[^][(){},'\"#\n]+,[^][(){},'\"#\n]+\))"
)
_HIDDEN = str.maketrans(",[]", "\ue000\ue001\ue002")
_SHOWN = str.maketrans("\ue000\ue001\ue002", ",[]")

_BELOW = r"(?:[ \t-].*\n)*"  # the lines that go on with a value
_BY_LINES = re.compile(rf"(?:\w+:.*\n{_BELOW}|#.*\n|\n)*")
_STEPS = re.compile(rf"^steps:.*\n{_BELOW}", re.M)


@dataclass(frozen=True, slots=True)
class Entry:
    """A front-matter value: text, a tuple of entries, or a mapping of names to entries."""

    value: str | tuple[Entry, ...] | dict[str, Entry]
    place: Place

    @property
    def parts(self) -> tuple[Entry, ...]:
        """The entries of a list; one value is a list of itself."""
        return self.value if isinstance(self.value, tuple) else (self,)

    def placed(self, read: Callable[[], _T]) -> _T:
        """What `read` gives; its error placed here."""
        try:
            return read()
        except SymoptError as error:
            raise error.at(self.place) from None

    def text(self, name: str) -> str:
        """The value as text; `InputError` if it is a list or a mapping."""
        if isinstance(self.value, str):
            return self.value
        kind = "a list" if isinstance(self.value, tuple) else "a mapping"
        raise InputError(f"'{name}' must be one value (got {kind})", place=self.place)


@dataclass(frozen=True)
class Page:
    """A page as written; `body_start` is the number of lines before the body."""

    source: str | None
    front: dict[str, Entry]
    lines: tuple[str, ...]
    body_start: int = 0
    place: Place = field(default=Place())

    @property
    def head(self) -> str:
        """The front matter's text, without its `---` lines."""
        return "".join(line + "\n" for line in self.lines[1 : self.body_start - 1])

    @property
    def body(self) -> str:
        """The text after the front matter."""
        return "\n".join(self.lines[self.body_start :])

    def at(self, line: int, column: int | None = None) -> Place:
        """A place on this page; lines and columns count from 1."""
        return Place(self.source, line, column, self.lines[line - 1])


def with_steps(head: str, steps: int) -> str | None:
    """A front matter's text, asking for so many steps; None where it isn't written key by key."""
    if _BY_LINES.fullmatch(head) is None:
        return None
    line = f"steps: {steps}\n"
    changed, found = _STEPS.subn(line, head)
    return changed if found else head + line


def open_page(path: str | Path) -> Page:
    """Read a page from a file; `InputError` when it is missing, too large or not UTF-8."""
    path = Path(path)
    place = Place(source=str(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_PAGE + 1)
    except OSError as error:
        raise InputError(f"can't read the page: {error.strerror}", place=place) from None
    return read_bytes(data, source=str(path))


def read_bytes(data: bytes, *, source: str | None = None) -> Page:
    """Read a page from its bytes."""
    place = Place(source=source)
    if len(data) > LARGEST_PAGE:
        raise InputError(
            f"a page may have at most {LARGEST_PAGE:,} bytes",
            place=place,
            hint="split it into several pages",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"the page is not UTF-8 (byte {data[error.start]:#04x})",
            place=Place(source, line),
            hint="save it as UTF-8",
        ) from None
    return read_page(text, source=source)


def read_page(text: str, *, source: str | None = None) -> Page:
    """Read a page from its text. `InputError` names line and column of what is wrong."""
    if len(text) > LARGEST_PAGE:
        raise InputError(f"a page may have at most {LARGEST_PAGE:,} characters")
    place = Place(source=source)
    lines = tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    if not text.strip():
        raise InputError("the page is empty", place=place)
    if lines[0].rstrip() != "---":
        return Page(source, {}, lines, 0, place)
    try:
        end = next(i for i, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "..."))
    except StopIteration:
        raise InputError(
            "the front matter is never closed",
            place=Place(source, 1, 1, lines[0]),
            hint="end it with a line '---'",
        ) from None
    front = _FrontMatter(lines[: end + 1], source).read()
    return Page(source, front, lines, end + 1, place)


def read_entries(page: Page, above: int, below: int) -> dict[str, Entry]:
    """Lines `name: value` between two lines of a page; they are read as the front matter is."""
    lines = page.lines[above - 1 : below]
    return _FrontMatter(lines, page.source, above - 1, called="this claim").read()


class _FrontMatter:
    """Builds entries from the YAML parser's events, without recursion.

    The first and the last line are marks; `above` lines of the page stand before them.
    """

    def __init__(
        self,
        lines: tuple[str, ...],
        source: str | None,
        above: int = 0,
        called: str = "the front matter",
    ):
        self.lines = lines
        self.source = source
        self.above = above
        self.called = called

    def read(self) -> dict[str, Entry]:
        text = _INTERVAL.sub(lambda found: found[0].translate(_HIDDEN), "\n".join(self.lines[1:-1]))
        try:
            entry = self._entry(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise InputError(
                f"{self.called} is not YAML: {error.problem or error.context}",
                place=self._place(mark) if mark else Place(self.source),
                hint="a value with : # | [ ] { } or * in it goes between quotes",
            ) from None
        except yaml.YAMLError as error:
            raise InputError(
                f"{self.called} is not YAML: {str(error).splitlines()[0]}",
                place=Place(self.source),
            ) from None
        if entry is None:
            return {}
        if not isinstance(entry.value, dict):
            raise InputError(f"{self.called} must be lines 'name: value'", place=entry.place)
        return entry.value

    def _place(self, mark: Any) -> Place:
        line = min(mark.line + 1, len(self.lines) - 1)
        number = self.above + line + 1
        return Place(self.source, number, mark.column + 1, self.lines[line])

    def _entry(self, text: str) -> Entry | None:
        """The document's one entry. `open_` holds the collections not yet closed."""
        open_: list[tuple[bool, list[Entry], Place]] = []
        result: Entry | None = None
        for event in self._events(text):
            if isinstance(event, yaml.CollectionStartEvent):
                if len(open_) == DEEPEST_NESTING:
                    raise InputError("nested too deeply", place=self._place(event.start_mark))
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                open_.append((is_mapping, [], self._place(event.start_mark)))
                continue
            if isinstance(event, yaml.ScalarEvent):
                text = event.value.strip().translate(_SHOWN)
                entry = Entry(text, self._place(event.start_mark))
            else:
                is_mapping, items, place = open_.pop()
                entry = Entry(_mapping(items) if is_mapping else tuple(items), place)
            if open_:
                open_[-1][1].append(entry)
            else:
                result = entry
        return result

    def _events(self, text: str) -> Iterator[yaml.Event]:
        kinds = (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.CollectionEndEvent)
        documents = 0
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            documents += isinstance(event, yaml.DocumentStartEvent)
            if documents > 1:
                raise InputError("one front matter a page", place=self._place(event.start_mark))
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise InputError(
                    "YAML anchors and aliases (& and *) are not allowed here",
                    place=self._place(event.start_mark),
                    hint="write the value out, between quotes if it begins with & or *",
                )
            if getattr(event, "tag", None):
                raise InputError(
                    "YAML tags (!) are not allowed", place=self._place(event.start_mark)
                )
            if isinstance(event, kinds):
                yield event


def _mapping(items: list[Entry]) -> dict[str, Entry]:
    """Names and values in turn, as the parser gives them."""
    result: dict[str, Entry] = {}
    for key, value in zip(items[::2], items[1::2], strict=True):
        name = key.text("a name")
        if name in result:
            raise InputError(f"'{name}' is given twice", place=key.place)
        if value.value == "":
            variable, colon, number = name.partition(":")
            hint = f"put a blank behind the colon: '{variable}: {number}'" if colon else None
            raise InputError(f"'{name}' has no value", place=key.place, hint=hint)
        result[name] = value
    return result
