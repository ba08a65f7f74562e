"""A line of prose, code or Markdown laid out for the reader: what separates, what says nothing.

Every character keeps its position, so that places in the laid-out text are places in the line:
decorations become blanks, and signs that separate statements become BREAK, commas COMMA.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from symopt.notation.html import UNSEEN, without_html

BREAK, COMMA = "\x00", "\x01"
RELATION = re.compile(
    r"[=＝≈≃≅≒≡≔≜≐←<>≤≥≦≧≠]|\\(?:approx|simeq|cong|equiv|doteq|triangleq|leq?|geq?|neq?|leqslant|geqslant|gets|leftarrow|coloneqq|lt|gt)"
    r"(?![A-Za-z])"
)

LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
LETTERS = LATIN + "Ѐ-᳿぀-鿿가-힣豈-﫿"
"""Letters that words are made of; Greek letters and mathematical alphabets are not among them."""

_MATHEMATICS = re.compile(
    r"\$\$(?P<a>.+?)\$\$|\$(?P<b>[^$]+)\$|\\\((?P<c>.+?)\\\)|\\\[(?P<d>.+?)\\\]|\$\$?(?P<e>.+)$"
)
_MARKERS = re.compile(
    r"^\s*(?:(?:[-*+•–▪◦‣●○■□▶►✓✔✅☑]|>+|#+|\(?(?:\d{1,3}|[ivx]{1,4}|[A-Za-z])\)|\d{1,3}\.)\s+"
    r"|[①-⑳➀-➓❶-❿⓪㉠-㉭⑴-⒇ⓐ-ⓩ]\s*)+"
)
_TWO_WORDS = re.compile(r"\b[Ll]earning( )rate(?=\s*(?:=|≈|:=))")
_COMMENT = re.compile(r"(?:^|\s)(?://+|#+)(?=\s)")
_BOLD = re.compile(r"(?<![\w)\]}*])(\*\*|\*)(?=[^\s*])([^*]+?)(?<=\S)\1(?![\w(*])")
_UNDERLINED = re.compile(r"(?<![\w)\]}\\])(__?)(?=[^\s_])(.+?)(?<=[^\s_])\1(?![\w{(\\])")
_BULLET = re.compile(rf"(?:(?<=\s)|^)•\s+(?=[{LETTERS}]{{3}})")
_THOUGHT = re.compile(
    rf"\s(?:\.{{3}}|…)\s+(?=[{LETTERS}]{{2}})|(?<=[{LETTERS}]{{2}})\s(?:\.{{3}}|…)\s"
)
_NUMBERED = re.compile(r"\s{2,}\(\d{1,3}\)\s*$")
_ANGLES = re.compile(
    r"(?:(?<=[=(+*/×·−-])|(?<=[=(+*/×·−-]\s)|(?<=\d)|^)<([^<>=]*,[^<>=]*)>(?=\s*(?:$|[=≈),.;]|[-+−]\s))"
    r"|⟨([^⟨⟩=]*)⟩|\\langle\b([^=]*?)\\rangle\b"
)
_ORNAMENTS = re.compile(r"`|\\(?:tag|label)\{[^{}]*\}")
_LAYOUT = re.compile(r"\\(?:begin|end)\{(?:aligned|align|gathered|gather|split|equation)\*?\}")
_ARRAY = re.compile(r"\\begin\{array\}\{[lcr|\s]*\}|\\end\{array\}")
_MATRIX = re.compile(r"\\begin\{(\w*matrix|array)\}.*?\\end\{\1\}")
_REMARK = re.compile(rf"(?<=[\s$])\([^()]*[{LETTERS}]{{3}}[{LETTERS}\d\s,.'’!?%-]*\)")
_ASIDE = re.compile(r"(?:(?<=\s)|^)\((?:[^()]|\([^()]*\))*\)(?=\s*$|[\s.,;:]*\s[^\W\d_])")
_PLAIN = re.compile(rf"\([{LETTERS}\d\s,.'’!?%-]*\)")
_IMPLIES = re.compile(
    r"\\(?:implies|Rightarrow|Longrightarrow|therefore|because|iff|Leftrightarrow|quad|qquad"
    r"|rightarrow|to|longrightarrow|mapsto|checkmark|square|blacksquare|qed)(?![A-Za-z])|=>|->|[⇒→⟹∴∵⇔↦]"
)
_RESULT = re.compile(
    r"[=≈][^=≈<>\x00]*[-+*/×·⋅^√−][^=≈<>\x00]*?(?P<arrow>\\(?:Rightarrow|rightarrow|to|implies)(?![A-Za-z])|=>|->|[⇒→⟹])"
    r"\s*[-+−]?(?:[\d.]+|\([-+−\d\s.,/]+\)|\[[-+−\d\s.,;/]+\])[\s.\x00]*$"
)
_AT = re.compile(
    r"(?P<left>\\left\.)?(?P<what>\\[dt]?frac\{[^{}]*\}\{[^{}]*\}|(?:∂|d)\w+/(?:∂|d)\w+|(?:∇|\\nabla\s*)\w|\w')"
    r"\s*(?P<of>\([a-z]\))?\s*(?:\\right|\\[bB]igg?[rm]?)?(?:\||\\rvert|\\vert)\s*_\s*"
    r"(?:\{\s*(?:\w\s*=)?\s*\(?(?P<a>[^{}=()]*)\)?\s*\}|\((?P<b>[^()=]*)\))"
)
_SENTENCE = re.compile(r"(?<![.\s])\.(?=\s|$)|[。!?！？;；:：](?!=)|[\"“”„«»「」✓✔✗✘↑↓※]")
_COMMA = re.compile(r"[,，、](?!\d)|(?<!\d)[,，、]|[,，、](?=\d+[^\W\d_])")
_TEXT = re.compile(r"(?<![_^{])\\text(?:bf|it|rm)?\{([^{}]*)\}")
_NEW_STATEMENT = re.compile(r"(?<!\s)\s{2,}(?=[^\s=≈<>]+\s*(?:=|≈|:=))")
_ROW = re.compile(r"\\\\(?:\[[^\]]*\])?|&")
_NEAR = 100
_ALMOST = re.compile(
    r"(?P<a>~=)|[=≈][^=≈~<>]*(?:[-+*/×·⋅^√−]|\\d?frac)[^=≈~<>]*[\d)}]\s*(?P<b>~|\\sim(?![a-z]))(?=\s*[-−]?\d*\.\d)"
)
_STARTS_WITH_RELATION = re.compile(rf"[\s&\x00\x01]*(?:{RELATION.pattern})")
ENDS_WITH_RELATION = re.compile(rf"(?:{RELATION.pattern})[\s&\x00\x01]*$")


@dataclass(slots=True)
class Line:
    """The laid-out characters, and which of them stand inside LaTeX mathematics."""

    signs: list[str]
    tex: list[bool]

    @property
    def text(self) -> str:
        """The laid-out line."""
        return "".join(self.signs)

    def fill(self, start: int, end: int, sign: str = " ") -> None:
        """Overwrite a stretch."""
        self.signs[start:end] = [sign] * (end - start)

    def pieces(self) -> list[tuple[int, int]]:
        """The stretches between breaks."""
        return [match.span() for match in re.finditer(rf"[^{BREAK}{COMMA}]+", self.text)]


def lay_out(typed: str) -> Line:
    """The line with its decorations blanked and its statements separated."""
    typed = without_html(typed)
    signs = ["?" if sign in (BREAK, COMMA) else sign for sign in typed]
    line = Line(signs, [False] * len(typed))
    if marker := _MARKERS.match(typed):
        line.fill(0, marker.end())
    for match in _ANGLES.finditer(typed):
        line.fill(*match.span(), UNSEEN)
        inside = match.span(match.lastindex or 0)
        line.signs[slice(*inside)] = typed[slice(*inside)]
        line.signs[inside[0] - 1], line.signs[inside[1]] = "(", ")"
    for match in _TWO_WORDS.finditer(line.text):
        line.fill(match.start(1), match.end(1), "_")
    for match in _AT.finditer(line.text):
        _take_at(line, match)
    for pattern in (_BOLD, _UNDERLINED):
        for match in pattern.finditer(line.text):
            line.fill(match.start(), match.start(2))
            line.fill(match.end(2), match.end())
    for pattern in (_BULLET, _THOUGHT, _NUMBERED):
        for match in pattern.finditer(line.text):
            line.fill(*match.span(), BREAK)
    _find_mathematics(line)
    _read_tildes(line)
    for pattern in (_LAYOUT, _ORNAMENTS):
        _blank(line, pattern)
    if RELATION.search("".join(m[0] for m in re.finditer(r"\\begin\{array\}.*", line.text))):
        _blank(line, _ARRAY)
    for match in _REMARK.finditer(line.text):
        if _PLAIN.fullmatch(match[0]) and not line.tex[match.start()]:
            line.fill(*match.span(), BREAK)
    for match in _ASIDE.finditer(line.text):
        if RELATION.search(match[0]):
            line.fill(match.start(), match.start() + 1, BREAK)
            line.fill(match.end() - 1, match.end(), BREAK)
    _separate_comments(line)
    _separate(line)
    return line


def _take_at(line: Line, found: re.Match[str]) -> None:
    """`df/dx|_{x=10}` is `df/dx(10)`."""
    start, end = found.span("a" if found["a"] is not None else "b")
    value = line.signs[start:end]
    if found["left"]:
        line.fill(*found.span("left"), UNSEEN)
    line.fill(found.end("what"), found.end(), UNSEEN)
    line.signs[found.end("what")], line.signs[end] = "(", ")"
    line.signs[start:end] = value


def _find_mathematics(line: Line) -> None:
    """Blank the delimiters; without any, a line with LaTeX commands is LaTeX as a whole."""
    text = line.text
    found = list(_MATHEMATICS.finditer(text))
    if not found and re.search(r"\\[A-Za-z]+|[_^]\{|\\\\", text):
        line.tex = [True] * len(text)
        for label in re.finditer(r"^[^\\=]*?[^\W\d_]{3,}[^\\=:]*:", text):
            line.tex[: label.end()] = [False] * label.end()
    for match in found:
        group = match.lastgroup or "a"
        start, end = match.span(group)
        line.tex[start:end] = [True] * (end - start)
        joins_left = _ends_with_relation(text[: match.start()].rstrip("$* ")) or (
            _STARTS_WITH_RELATION.match(text, start)
        )
        behind = text[match.end() :].lstrip("$* ")
        joins_right = ENDS_WITH_RELATION.search(text[start:end]) or (
            _STARTS_WITH_RELATION.match(behind)
        )
        line.fill(match.start(), start, " " if joins_left else BREAK)
        line.fill(end, match.end(), " " if joins_right else BREAK)


def _read_tildes(line: Line) -> None:
    """~ for ≈ after a calculation, where it is no range; in LaTeX it is a blank."""
    for at, sign in enumerate(line.signs):
        if sign == "~" and line.tex[at]:
            line.signs[at] = " "
    for match in _ALMOST.finditer(line.text):
        start, end = match.span(match.lastgroup or 0)
        line.signs[start:end] = "≈".ljust(end - start)


def _ends_with_relation(text: str) -> bool:
    """Whether a text ends with a relation; a sign of it is never far from the end."""
    return ENDS_WITH_RELATION.search(text[-_NEAR:]) is not None


def _blank(line: Line, pattern: re.Pattern[str]) -> None:
    for match in pattern.finditer(line.text):
        line.fill(*match.span())


def _separate_comments(line: Line) -> None:
    """`w = 4 - 0.6  # = 3.4`: a comment that begins with a relation continues the line."""
    for match in _COMMENT.finditer(line.text):
        goes_on = _STARTS_WITH_RELATION.match(line.text, match.end())
        line.fill(*match.span(), " " if goes_on else BREAK)


def _separate(line: Line) -> None:
    """Put a BREAK wherever one statement ends, but never inside brackets or a matrix."""
    text = line.text
    shielded = [False] * len(text)
    for matrix in _MATRIX.finditer(text):
        shielded[matrix.start() : matrix.end()] = [True] * len(matrix[0])
    depth = depths(text)
    result = _RESULT.search(text)
    if result and len(_IMPLIES.findall(result[0])) == 1:  # x = 10 - 2 => 8
        start, end = result.span("arrow")
        line.signs[start:end] = "=".ljust(end - start)
        text = line.text
    for match in _IMPLIES.finditer(text):
        line.fill(*match.span(), BREAK)
    for match in _SENTENCE.finditer(text):
        if depth[match.start()] == 0 or match[0] not in ";；.":
            line.fill(*match.span(), BREAK)
    for match in _COMMA.finditer(text):
        if depth[match.start()] == 0 and not shielded[match.start()]:
            line.fill(*match.span(), COMMA)
    for match in _TEXT.finditer(text):
        if line.tex[match.start()] and len(match[1].split()) > 1:
            line.fill(*match.span(), BREAK)
    for match in _NEW_STATEMENT.finditer(text):
        if depth[match.start()] == 0 and not line.tex[match.start()]:
            line.fill(*match.span(), BREAK)
    for match in _ROW.finditer(text):
        apart = match[0] == "&" and text[match.start() - 1 : match.end() + 1] == " & "
        if not shielded[match.start()] and (line.tex[match.start()] or apart):
            _separate_row(line, *match.span())


def _separate_row(line: Line, start: int, end: int) -> None:
    """A row's end separates, unless the chain goes on with a relation."""
    before, behind = line.text[:start], line.text[end:]
    goes_on = _STARTS_WITH_RELATION.match(behind) or _ends_with_relation(before)
    line.fill(start, end, " " if goes_on else BREAK)


def depths(text: str) -> list[int]:
    """How many brackets are open at each character."""
    level, counts = 0, []
    for sign in text:
        level = max(0, level - (sign in ")]}"))
        counts.append(level)
        level += sign in "([{"
    return counts
