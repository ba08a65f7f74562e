"""The vocabulary of the notation: which typed signs and words mean the same."""

from __future__ import annotations

from symopt.notation.tree import RelationSign

_GREEK_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
_GREEK_WORDS = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
    "nu xi omicron pi rho sigma tau upsilon phi chi psi omega"
).split()

GREEK: dict[str, str] = {
    **dict(zip(_GREEK_LETTERS, _GREEK_WORDS, strict=True)),
    **{
        letter.upper(): word.capitalize()
        for letter, word in zip(_GREEK_LETTERS, _GREEK_WORDS, strict=True)
    },
    "ϵ": "epsilon",
    "ϑ": "theta",
    "ϕ": "phi",
    "ϱ": "rho",
    "ϖ": "pi",
    "ς": "sigma",
    "µ": "mu",
    "∆": "Delta",
}
GREEK_WORDS = frozenset(GREEK.values())
GREEK_COMMANDS: dict[str, str] = {
    **{word: word for word in GREEK_WORDS},
    **{"var" + word: word for word in ("epsilon", "theta", "phi", "rho", "pi", "sigma")},
    "ell": "l",
}

ACCENT_COMMANDS = {
    "hat": "hat",
    "widehat": "hat",
    "bar": "bar",
    "overline": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
    "dot": "dot",
    "vec": "",
}
MARK_WORDS = frozenset({"hat", "bar", "tilde", "dot", "prime", "star", "plus"})
STYLE_COMMANDS = frozenset(
    "mathbf mathrm mathit mathsf mathtt mathcal mathbb mathfrak mathscr mathnormal boldsymbol bm "
    "pmb text textbf textit textrm mathop operatorname boxed underline bf rm it cal".split()
)
WORD_COMMANDS = frozenset(
    {"text", "textbf", "textit", "textrm", "mathrm", "operatorname", "mathop"}
)

RELATIONS: dict[str, RelationSign] = {
    "=": "=",
    "==": "=",
    "≈": "≈",
    "≒": "≈",
    "≃": "≈",
    "≅": "≈",
    "←": "←",
    "→": "←",
    ":=": "←",
    "<-": "←",
    "->": "←",
    "≔": "←",
    "<": "<",
    ">": ">",
    "<=": "≤",
    ">=": "≥",
    "≤": "≤",
    "≥": "≥",
    "≦": "≤",
    "≧": "≥",
    "⩽": "≤",
    "⩾": "≥",
    "≠": "≠",
}
RELATION_COMMANDS: dict[str, RelationSign] = {
    "approx": "≈",
    "simeq": "≈",
    "cong": "≈",
    "fallingdotseq": "≈",
    "leftarrow": "←",
    "gets": "←",
    "rightarrow": "←",
    "to": "←",
    "longrightarrow": "←",
    "coloneqq": "←",
    "lt": "<",
    "gt": ">",
    "le": "≤",
    "leq": "≤",
    "leqslant": "≤",
    "ge": "≥",
    "geq": "≥",
    "geqslant": "≥",
    "ne": "≠",
    "neq": "≠",
}

TIMES = frozenset("*×·⋅∙•⊙∘∗⨀")
DIVIDE = frozenset("/÷∕⁄⊘")
TIMES_COMMANDS = frozenset({"cdot", "times", "odot", "circ", "ast", "bullet"})
DIVIDE_COMMANDS = frozenset({"div", "oslash"})
SPACING_COMMANDS = frozenset(
    {",", ";", "!", ":", ">", " ", "thinspace", "displaystyle", "textstyle", "limits"}
    | {"left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl"}
    | {"biggr", "Biggl", "Biggr", "middle", "nonumber", "notag", "scriptstyle"}
)

FUNCTIONS: dict[str, str] = {
    **{name: name for name in "exp log sin cos tan sinh cosh tanh arcsin arccos arctan".split()},
    **{name: name for name in "sqrt root abs norm max min sign sum mean sigmoid relu".split()},
    "Abs": "abs",
    "Max": "max",
    "Min": "min",  # as SymPy prints them
    "ln": "log",
    "asin": "arcsin",
    "acos": "arccos",
    "atan": "arctan",
    "sgn": "sign",
    "avg": "mean",
    "maximum": "max",
    "minimum": "min",
    "cbrt": "cbrt",
    "sigma": "sigma",
    "Sigma": "sum",
    **dict.fromkeys(("array", "tensor", "asarray"), "array"),
    "square": "square",
    "grad": "grad",
    "df": "grad",
    "Hf": "hessian",
    **{name: name for name in ("f", "F", "J", "L", "loss", "Loss", "cost")},
}
"""Names that, directly before a bracket, are functions; the canonical name of each."""

LOSSES = frozenset({"f", "F", "J", "L", "loss", "Loss", "cost"})
"""Names of the function that is minimised."""

OBJECTIVE_LETTERS = LOSSES | {"E", "C", "Q", "g", "h", "l"}
"""What ∇ is applied to: in `∇f` and `∇L(θ)` the letter says only which loss is meant."""

BARE_FUNCTIONS = frozenset("exp log sin cos tan sinh cosh tanh arcsin arccos arctan sqrt".split())
"""Functions that may stand without brackets: `sin x`, `log 2`."""

ELEMENTWISE = BARE_FUNCTIONS | {"abs", "norm", "sign", "sigmoid", "sigma", "relu", "cbrt"}
"""Functions of one argument: `sqrt(4, 1)` is the root of a vector."""

ROOT_WORD = "루트"
"""Korean for the radical sign, typed where the keyboard has none: 루트2 is √2."""

UNITS = frozenset(
    "rad radian radians m cm mm km s ms sec min h kg g mg N J W V A K Hz units unit".split()
)

PARAMETERS = frozenset("alpha beta gamma eta lambda rho mu epsilon tau lr eps".split())
"""Names that are no sequences and no functions: `β(1)` is a product, while `x(1)` may be a step."""
