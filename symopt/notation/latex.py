"""Trees and expressions as LaTeX that GitHub renders and our reader reads back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from symopt.notation.signs import GREEK_WORDS, PARAMETERS
from symopt.notation.tree import (
    Binary,
    Call,
    Name,
    Negative,
    Node,
    Number,
    Positive,
    Vector,
    key,
    walk,
    with_names,
)
from symopt.notation.words import is_word
from symopt.notation.write import ATOM, POWER, PRODUCT, SUM, TextWriter

if TYPE_CHECKING:
    import sympy

ACCENTS = {"hat": "hat", "bar": "bar", "tilde": "tilde", "dot": "dot"}
RAISED = {"star": "^{*}", "plus": "^{+}", "prime": "'"}
RELATIONS: Mapping[str, str] = {
    "=": "=",
    "≈": r"\approx",
    "←": r"\leftarrow",
    "<": "<",
    ">": ">",
    "≤": r"\leq",
    "≥": r"\geq",
    "≠": r"\neq",
}
NAMED = frozenset("log sin cos tan sinh cosh tanh arcsin arccos arctan max min".split())


class LatexWriter(TextWriter):
    """LaTeX in the author's own order, with a sign between factors only where one is needed.

    names: LaTeX for some names, under their keys; the others are spelled from their parts.
    vectors: the keys of names that stand for vectors: `⊙` joins two factors that hold them.
    """

    def __init__(
        self, *, names: Mapping[str, str] | None = None, vectors: frozenset[str] = frozenset()
    ):
        super().__init__(names=names)
        self.vectors = vectors

    def level(self, node: Node) -> int:
        """A fraction bar holds together like a power, and so does a raised mark."""
        match node:
            case Binary(operator="/"):
                return PRODUCT if self.reads_as_derivative(node) else POWER
            case Number(decimals=None):
                return POWER
            case Number(text=text) if "e" in text.lower():
                return POWER if text[:2] in ("1e", "1E") else PRODUCT
            case Name(base=base, marks=marks) if "/" in base or {"star", "plus"} & {*marks}:
                return POWER
            case Name(base=base) if base.startswith(("grad", "Delta")):
                return POWER
            case Call() if _is_big(node):
                return PRODUCT
            case _:
                return super().level(node)

    def brackets(self, text: str) -> str:
        """Brackets that grow."""
        return rf"\left({text}\right)"

    def number(self, node: Number) -> str:
        """½ as a fraction, 1e-8 as a power of ten; everything else as in plain text."""
        if node.decimals is None:
            return rf"\frac{{{node.value.p}}}{{{node.value.q}}}"
        mantissa, _, exponent = super().number(node).replace("...", r"\ldots").partition("e")
        if not exponent:
            return mantissa
        power = f"10^{{{int(exponent)}}}"
        return power if mantissa == "1" else rf"{mantissa} \cdot {power}"

    def name(self, node: Name) -> str:
        """`\\hat{m}_{1}`, `\\theta_{t-1}`, `\\frac{dL}{dw}`."""
        if key(node) in self.names:
            return self.names[key(node)]
        base = _base(node.base)
        if node.base == "grad":
            low, index = node.index[:1], node.index[1:]
            return rf"\nabla{_low(low)} f{_low(index)}"
        for mark in node.marks:
            base = rf"\{ACCENTS[mark]}{{{base}}}" if mark in ACCENTS else base
        raised = "".join(RAISED[mark] for mark in node.marks if mark in RAISED)
        return base + _low(node.index) + raised

    def vector(self, node: Vector) -> str:
        """`\\left(a, b\\right)`, or a pmatrix where it stands upright."""
        if node.orientation == "row":
            return self.brackets(", ".join(map(self.write, node.items)))
        rows = (
            " & ".join(map(self.write, row.items if isinstance(row, Vector) else (row,)))
            for row in node.items
        )
        return r"\begin{pmatrix} " + r" \\ ".join(rows) + r" \end{pmatrix}"

    def product(self, node: Binary) -> str:
        """Factors side by side, or with `\\cdot` or `\\odot` between them."""
        # What follows a sum sign belongs to the sum.
        first = POWER if _ends_big(node.left) else PRODUCT
        last = PRODUCT if _is_big(node.right) else POWER
        left, right = self.within(node.left, first), self.within(node.right, last)
        return f"{left} {self._sign(node, right)}{right}"

    def _sign(self, node: Binary, right_text: str) -> str:
        """What has to stand between two factors."""
        left, right = node.left, node.right
        if self._is_vector(left) and self._is_vector(right):
            return r"\odot "
        last = left.right if isinstance(left, Binary) and left.operator == "*" else left
        bracketed = right_text.startswith(r"\left(")
        symbolic = any(isinstance(part, Name) for part in walk(right))
        if right_text[0].isdigit() or (bracketed and not symbolic):
            return r"\cdot "
        if isinstance(last, Name) and bracketed and last.base not in PARAMETERS:
            return r"\cdot "
        if _numeric(last) and _numeric(right):
            return r"\cdot "
        first = right.left if isinstance(right, Binary) and right.operator == "^" else right
        words = any(isinstance(part, Name) and is_word(part) for part in (last, first))
        return r"\cdot " if words else ""

    def _is_vector(self, node: Node) -> bool:
        """Whether a factor is a vector, as far as names and literals tell."""
        match node:
            case Vector():
                return True
            case Name():
                return key(node) in self.vectors
            case Call(function="norm" | "sum" | "mean" | "max" | "min"):
                return False
            case Call(function="grad"):
                return bool(self.vectors)
            case Call(arguments=parts):
                return any(map(self._is_vector, parts))
            case Binary(left=left, right=right):
                return self._is_vector(left) or self._is_vector(right)
            case Negative(operand=operand) | Positive(operand=operand):
                return self._is_vector(operand)
            case _:
                return False

    def quotient(self, node: Binary) -> str:
        """`\\frac{a}{b}`."""
        if self.reads_as_derivative(node):
            return super().quotient(node)
        return rf"\frac{{{self.within(node.left, SUM)}}}{{{self.within(node.right, SUM)}}}"

    def power(self, node: Binary) -> str:
        """`a^{b}`."""
        return f"{self.within(node.left, ATOM)}^{{{self.write(node.right)}}}"

    def call(self, node: Call) -> str:
        """Functions, each in its own dress."""
        inside = ", ".join(map(self.write, node.arguments))
        match node.function:
            case "sqrt":
                return rf"\sqrt{{{inside}}}"
            case "root":
                index, radicand = map(self.write, node.arguments)
                return rf"\sqrt[{index}]{{{radicand}}}"
            case "abs":
                return rf"\left|{inside}\right|"
            case "norm":
                return rf"\left\|{inside}\right\|"
            case "transpose":
                return rf"{self.within(node.arguments[0], ATOM)}^{{\top}}"
            case "sum" if _is_big(node):
                term, index, low, high = self._parts(node)
                return rf"\sum_{{{index} = {low}}}^{{{high}}} {term}"
            case "limit":
                term, variable, target = self._parts(node)
                return rf"\lim_{{{variable} \to {target}}} {term}"
            case "diff" if isinstance(node.arguments[0], Name):
                term, variable = self._parts(node)
                return rf"\frac{{\partial {term}}}{{\partial {variable}}}"
            case "diff":
                term, variable = self._parts(node)
                return rf"\frac{{\partial}}{{\partial {variable}}} {self.brackets(term)}"
            case "value" if len(node.arguments) == 3:
                return self._value(node)
            case "grad":  # ∇f(1, 2), also at a point that is a vector
                point = node.arguments[0]
                alone = len(node.arguments) == 1 and isinstance(point, Vector)
                return r"\nabla f" + (inside if alone else self.brackets(inside))
            case "derivative" | "second_derivative":
                primes = "'" if node.function == "derivative" else "''"
                return rf"f{primes}\left({inside}\right)"
            case function if function in NAMED:
                return rf"\{function}\left({inside}\right)"
            case function if len(function) == 1:
                return rf"{function}\left({inside}\right)"
            case function:
                return rf"\operatorname{{{function}}}\left({inside}\right)"

    def _value(self, node: Call) -> str:
        """A term behind whose bar stand all the values put into it."""
        places: list[str] = []
        term: Node = node
        while isinstance(term, Call) and term.function == "value" and len(term.arguments) == 3:
            places.insert(0, " = ".join(map(self.write, term.arguments[1:])))
            term = term.arguments[0]
        return rf"\left.{self.within(term, PRODUCT)}\right|_{{{', '.join(places)}}}"

    def _parts(self, node: Call) -> list[str]:
        """The term of a sum, limit or derivative, bracketed if it is a sum, and the rest."""
        term, *others = node.arguments
        least = SUM if node.function == "diff" else PRODUCT
        return [self.within(term, least), *map(self.write, others)]


def _is_big(node: Node) -> bool:
    """Whether a call is written as a sign with its variable below: Σ, lim."""
    match node:
        case Call(function="limit"):
            return True
        case Call(function="sum", arguments=(_, Name(), _, _)):
            return True
        case _:
            return False


def _ends_big(node: Node) -> bool:
    """Whether the last factor of a product is such a sign."""
    return _is_big(node.right if isinstance(node, Binary) and node.operator == "*" else node)


def substitute(node: Node, values: Mapping[str, Node]) -> Node:
    """The tree with some names, under their keys, replaced by their values."""
    return with_names(node, lambda name: values.get(key(name), name))


def write_latex(
    expression: sympy.Expr | Node,
    *,
    names: Mapping[str, str] | None = None,
    values: Mapping[str, Node] | None = None,
    vectors: frozenset[str] = frozenset(),
    keep_order: bool | None = None,
) -> str:
    """LaTeX of an expression or a tree, symbolic or with values put in.

    Args:
        expression: a tree, or an expression; one built under `sympy.evaluate(False)` keeps its
            author's order.
        names: LaTeX for some names, under their keys (`m_hat_1`).
        values: trees to stand in for some names; brackets are added where precedence needs them.
        vectors: the keys of names that stand for vectors.
        keep_order: see `from_sympy`.

    Raises:
        NotationError: something that the notation has no form for.
    """
    from symopt.notation.from_sympy import from_sympy

    node = (
        expression
        if isinstance(expression, Node)
        else from_sympy(expression, keep_order=keep_order)
    )
    if values:
        node = substitute(node, values)
    return LatexWriter(names=names, vectors=vectors).write(node)


def _numeric(node: Node) -> bool:
    """Whether a factor is made of numbers alone."""
    return not any(isinstance(part, Name | Call) for part in walk(node))


def _low(index: tuple[str, ...]) -> str:
    """The index below a name."""
    words = (rf"\mathrm{{{part}}}" if len(part) > 1 and part.isalpha() else part for part in index)
    return f"_{{{','.join(words)}}}" if index else ""


def _base(base: str) -> str:
    """A base's letters: Greek as commands, words upright, differentials with their d."""
    if "/" in base:
        above, below = base.split("/", 1)
        return rf"\frac{{{_base_with_index(above)}}}{{{_base_with_index(below)}}}"
    if base == "oo":
        return r"\infty"
    if base in GREEK_WORDS:
        return "\\" + base
    for prefix, sign in (("Delta", r"\Delta "), ("d", "d")):
        tail = base.removeprefix(prefix)
        if tail != base and (tail in GREEK_WORDS or len(tail) == 1):
            return sign + _base(tail)
    if base.startswith("E[") or len(base) == 1 or not base.isascii():
        return base
    return rf"\mathrm{{{base}}}"


def _base_with_index(text: str) -> str:
    base, *index = text.split("_")
    return _base(base) + _low(tuple(index))
