"""RMS[g]_t on a page is √(E[g²]_t + ε), as in Zeiler 2012, equation 9."""

from __future__ import annotations

from symopt.notation.tree import Binary, Call, Name, Node
from symopt.reading.statement import Statement, Unreadable, each_renamed
from symopt.reading.synonyms import synonym
from symopt.setting import Setting

_NAME = "RMS["


def settle_roots(
    items: list[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements with RMS[…] written out, where the rule has such a running mean."""

    def change(name: Name) -> Node:
        if not name.base.startswith(_NAME) or name.marks:
            return name
        mean = f"E[{name.base.removeprefix(_NAME).removesuffix(']')}^2]"
        if synonym(mean, setting.rule) is None:
            return name
        root: Node = Name(mean, (), name.index, name.span, name.form)
        if "epsilon" in setting.rule.parameters:
            root = Binary("+", root, Name("epsilon", span=name.span), "+", name.span)
        return Call("sqrt", (root,), name.span)

    return each_renamed(items, change)
