"""Our LaTeX as MathML Core, compact: the few commands that the notation writes, and no others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from markupsafe import escape

from symopt.errors import NotationError
from symopt.notation.signs import GREEK

_TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|\d+(?:\.\d+)?|[^\\\s]", re.S)
_SINGLE = re.compile(r"<(m[ion])(?: [^>]*)?>[^<]*</\1>")
_OPERATORS = {
    r"\cdot": "·",
    r"\odot": "⊙",
    r"\times": "×",
    r"\pm": "±",
    r"\approx": "≈",
    r"\ldots": "…",
    r"\to": "→",
    r"\in": "∈",
    r"\leq": "≤",
    r"\geq": "≥",
    r"\neq": "≠",
    r"\top": "⊤",
    "-": "−",
    "*": "∗",
    "'": "′",
    **{sign: sign for sign in "+=<>/:;[]|!"},
}
_LETTERS = {f"\\{word}": letter for letter, word in reversed(GREEK.items())}
_SIGNS = {r"\Delta": "Δ", r"\partial": "∂", r"\infty": "∞"}
_SETS = {"R": "ℝ", "Z": "ℤ"}
_ACCENTS = {r"\hat": "^", r"\bar": "¯", r"\tilde": "~", r"\dot": "˙"}
_BIG = {
    r"\sum": "<mo movablelimits=true>∑</mo>",
    r"\lim": "<mo movablelimits=true form=prefix>lim</mo>",
}
_SPACES = {r"\quad": "1em", r"\qquad": "2em", r"\,": ".17em"}
_FUNCTIONS = frozenset("log ln exp sin cos tan sinh cosh tanh arcsin arccos arctan max min".split())
_SCRIPTS = {"_": "msub", "^": "msup", "_^": "msubsup"}
_LIMITS = {"_": "munder", "^": "mover", "_^": "munderover"}
_TALL = ("mfrac", "msqrt", "mroot", "mtable", "munderover")
_FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "|": "|", r"\|": "‖", ".": ""}


@lru_cache(maxsize=4096)
def mathml(latex: str) -> str:
    """The formula's elements, to stand within `<math>` or a cell.

    `NotationError` for a command that is not of our LaTeX.
    """
    return _Reader(latex).row()


class _Reader:
    """Reads a formula once from left to right."""

    def __init__(self, latex: str):
        self.tokens = _TOKEN.findall(latex)
        self.at = 0

    def next(self) -> str:
        """The token read; an empty text at the end."""
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def peek(self) -> str:
        """The token to come."""
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def row(self, *ends: str) -> str:
        """Elements up to one of the ends, which is read too."""
        return "".join(self._elements(ends))

    def _elements(self, ends: tuple[str, ...]) -> Iterator[str]:
        first = True
        while self.peek():
            if self.peek() in ends:
                self.next()
                return
            sign = first and self.peek() in ("-", "+")  # a sign, not an operation
            first = self.peek() in (",", "=", r"\approx")
            if sign:
                yield f"<mo form=prefix>{_OPERATORS[self.next()]}</mo>"
            else:
                yield self.scripted(self.element())
        if ends:
            raise NotationError(f"a formula lacks its '{ends[0]}'")

    def scripted(self, base: str) -> str:
        """The element with its indices."""
        scripts: dict[str, str] = {}
        while self.peek() in ("_", "^", "'"):
            sign = self.next()
            if sign == "'":  # the letter is small and raised already
                base = f"<mrow>{base}<mo lspace=0 rspace=0>′</mo></mrow>"
            else:
                scripts[sign] = scripts.get(sign, "") + self.argument()
        if not scripts:
            return base
        places = [place for place in "_^" if place in scripts]
        name = (_LIMITS if base in _BIG.values() else _SCRIPTS)["".join(places)]
        base = base or "<mrow></mrow>"
        return f"<{name}>{base}{''.join(_one(scripts[place]) for place in places)}</{name}>"

    def argument(self) -> str:
        """What stands in braces, or the one sign without them."""
        if self.peek() == "{":
            self.next()
            return self.row("}")
        return self.element()

    def element(self) -> str:
        """One element, without its indices."""
        token = self.next()
        if token[0].isdigit():
            return f"<mn>{token}</mn>"
        if token in _OPERATORS:
            return f"<mo>{escape(_OPERATORS[token])}</mo>"
        if token in _BIG:
            return _BIG[token]
        if token in _LETTERS:
            return f"<mi>{_LETTERS[token]}</mi>"
        if token in _ACCENTS:
            accent = f"<mo stretchy=false>{_ACCENTS[token]}</mo>"
            return f"<mover accent=true>{_one(self.argument())}{accent}</mover>"
        if token in _SPACES:
            return f"<mspace width={_SPACES[token]} />"
        if not token.startswith("\\"):
            return self._plain(token)
        return self._command(token)

    def _plain(self, token: str) -> str:
        match token:
            case "{":
                return _one(self.row("}"))
            case ",":
                return "<mo separator=true rspace=.22em>,</mo>"
            case "(" | ")":
                return f"<mo stretchy=false>{token}</mo>"
            case "}" | "&" | "_" | "^":
                raise NotationError(f"a formula has a stray '{token}'")
            case _:
                return f"<mi>{escape(token)}</mi>"

    def _command(self, token: str) -> str:
        match token:
            case r"\frac":
                return f"<mfrac>{_one(self.argument())}{_one(self.argument())}</mfrac>"
            case r"\sqrt" if self.peek() == "[":
                self.next()
                index = _one(self.row("]"))
                return f"<mroot>{_one(self.argument())}{index}</mroot>"
            case r"\sqrt":
                return f"<msqrt>{self.argument()}</msqrt>"
            case r"\left":
                opening = self.next()
                inside = self.row(r"\right")
                tall = any(f"<{name}" in inside for name in _TALL)
                fences = _fence(opening, "prefix", tall), _fence(self.next(), "postfix", tall)
                return f"<mrow>{fences[0]}{inside}{fences[1]}</mrow>"
            case r"\nabla":
                return "<mo lspace=0 rspace=0>∇</mo>"
            case r"\Delta" | r"\partial" | r"\infty":
                return f"<mi>{_SIGNS[token]}</mi>"
            case r"\mathrm" | r"\operatorname":
                self.next()
                word = "".join(iter(self.next, "}"))
                return f"<mi mathvariant=normal>{escape(word)}</mi>"
            case r"\mathbb":
                self.next()
                return f"<mi>{_SETS[''.join(iter(self.next, '}'))]}</mi>"
            case r"\begin":
                return self.matrix()
            case _ if token[1:] in _FUNCTIONS:
                return f"<mi>{token[1:]}</mi>"
            case _:
                raise NotationError(f"'{token}' has no MathML")

    def matrix(self) -> str:
        """`\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}`."""
        "".join(iter(self.next, "}"))
        end = self.tokens.index(r"\end", self.at)
        body, self.at = self.tokens[self.at : end], end
        "".join(iter(self.next, "}"))
        rows = "".join(
            "<mtr>" + "".join(f"<mtd>{mathml(c)}</mtd>" for c in row.split("&")) + "</mtr>"
            for row in " ".join(body).split(r"\\")
        )
        return f"<mrow><mo>(</mo><mtable>{rows}</mtable><mo>)</mo></mrow>"


def _fence(token: str, form: str, tall: bool) -> str:
    """A bracket; one around what is not tall does not grow, as fonts space grown ones widely."""
    sign = _FENCES[token]
    stretchy = str(tall).lower()
    return sign and f"<mo form={form} fence=true stretchy={stretchy} lspace=0 rspace=0>{sign}</mo>"


def _one(elements: str) -> str:
    """Elements as one: those that are one already stay as they are."""
    if _SINGLE.fullmatch(elements):
        return elements
    return f"<mrow>{elements}</mrow>"
