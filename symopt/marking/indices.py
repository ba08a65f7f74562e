"""What the index of a name says: a step, a coordinate, the old value or the new one."""

from __future__ import annotations

from dataclasses import dataclass

from symopt.marking.synonyms import NEW, OLD, TIMES


@dataclass(frozen=True, slots=True)
class Index:
    """What an index says: a step, whether it is the old or the new value, a coordinate."""

    step: int | None = None
    old: bool = False
    new: bool = False
    component: int | None = None


def read_index(
    rest: tuple[str, ...], step: int | None, variables: tuple[str, ...], letters: frozenset[str]
) -> Index | None:
    """What the parts of an index say; None where one says nothing, or two the same.

    A part in brackets, (1), stood above as the step; a number below it is then a coordinate's.
    """
    above = [part.strip("()") for part in rest if part.startswith("(")]
    rest = tuple(part for part in rest if not part.startswith("("))
    old = [part for part in rest if part in OLD]
    new = [part for part in rest if part in NEW]
    parts = [part for part in rest if part not in OLD | NEW]
    steps = [part for part in parts if is_time(part)]
    others = [part for part in parts if not is_time(part)]
    component: int | None = None
    if above and steps and not others:
        others = [base_of_numbered(variables) or "?"]
        parts = others + parts
    if others:
        spelled, steps = _coordinate_in(others, parts, variables, letters)
        if spelled is None:
            return None
        whole = len(variables) == 1 or spelled not in variables
        component = None if whole else variables.index(spelled)
    steps += above
    if len(steps) > 1 or len(old) + len(new) > 1 or (steps and (old or new)):
        return None
    at = _step(steps[0], step) if steps else step
    if steps and at is None:
        return Index(component=component) if steps[0] in TIMES else None
    if old:
        at = None if at is None else at - 1
    return Index(at, bool(old), bool(new), component)


def _coordinate_in(
    others: list[str], parts: list[str], variables: tuple[str, ...], letters: frozenset[str]
) -> tuple[str | None, list[str]]:
    """The variable that the words of an index spell: x, dw, or w with the number behind it."""
    word = "_".join(others)
    steps = [part for part in parts if is_time(part)]
    behind = parts[parts.index(others[-1]) + 1 :][:1]
    rest = [part for at, part in enumerate(parts) if at != parts.index(others[-1]) + 1]
    found = []
    for spelled in {word, word.removeprefix("d")}:
        if spelled in variables:
            found.append((spelled, steps))
        if behind and f"{spelled}_{behind[0]}" in variables:
            found.append((f"{spelled}_{behind[0]}", [part for part in rest if is_time(part)]))
    if not found and word.removeprefix("d") in letters:
        return word, steps  # the whole point: v_dw where the variables are w1 and w2
    return found[0] if len(found) == 1 else (None, steps)


def base_of_numbered(variables: tuple[str, ...]) -> str | None:
    """The x of x_1, x_2, …; None where the variables are not one letter with numbers."""
    bases = {variable.rpartition("_")[0] for variable in variables}
    numbered = all(variable.rpartition("_")[2].isdigit() for variable in variables)
    return bases.pop() if len(variables) > 1 and len(bases) == 1 and numbered else None


def is_time(part: str) -> bool:
    """Whether a part of an index is a step: a number, t, t-1, k+1; (1) where it stood above."""
    part = part.strip("()")
    number = part.isascii() and part.removeprefix("-").isdigit()
    return number or part in TIMES or part[:2] in _SHIFTED


_SHIFTED = frozenset(time + sign for time in TIMES for sign in "+-")


def _step(index: str, step: int | None) -> int | None:
    """The step that an index means: a number, or t, t-1 where the step is known.

    t+1 has none but where counting begins at 0: below 'Step 1' it may be the first or the second.
    """
    if index.isascii() and index.removeprefix("-").isdigit():
        return int(index) if len(index) < 8 else None
    shift = index[1:].replace(" ", "")
    if step is None or index[:1] not in TIMES:
        return None
    if not shift:
        return step
    if not shift[1:].isdigit() or len(shift) > 8:
        return None
    back = int(shift)
    return step + back if back <= 0 or step == 0 else None
