"""V and S on a page of a rule with two moments: V the first and S the second, as in courses.

Where S and no m stand beside it, v is the first moment as well; where m and no S does, V is the
second. Alone V stays unknown, and v is the rule's own.
"""

from __future__ import annotations

from dataclasses import replace

from symopt.notation.tree import Name, walk
from symopt.reading.statement import Statement, Unreadable, each_renamed
from symopt.reading.synonyms import roles
from symopt.setting import Setting


def settle_moments(
    items: list[Statement | Unreadable], setting: Setting
) -> list[Statement | Unreadable]:
    """The statements with V, and v beside S, under the rule's own names."""
    meant = {role: name for name, role in roles(setting.rule).items()}
    if not {"average", "squares"} <= meant.keys():
        return items
    bases = {
        part.base
        for item in items
        if isinstance(item, Statement)
        for side in item.chain.sides
        for part in walk(side)
        if isinstance(part, Name)
    }
    taken = {str(variable) for variable in setting.variables}
    first, second = bool(bases & {"m", "M"}), bool(bases & {"s", "S"})
    if first == second or (bases | {"V"}) & taken & {"v", "V", "s", "S", "m", "M"}:
        return items
    names = dict.fromkeys(("v", "V"), meant["average"]) if second else {"V": meant["squares"]}

    def change(name: Name) -> Name:
        return replace(name, base=names.get(name.base, name.base))

    return each_renamed(items, change)
