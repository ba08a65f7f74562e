"""The front matter that states a setting, so that a report is itself a page."""

from __future__ import annotations

from typing import Any

import yaml
from sympy import Expr

from symopt.notation.from_sympy import from_sympy
from symopt.notation.write import tree_text, write_text
from symopt.objective import GivenGradients
from symopt.rules import REGISTRY
from symopt.setting import Setting


class _Dumper(yaml.SafeDumper):
    """Writes text without quotes wherever YAML allows: on our pages all scalars are text."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012


def front_matter(setting: Setting) -> str:
    """The YAML between the page's `---` lines: the page's own where there is one."""
    if setting.front is not None:
        return setting.front
    names = [str(variable) for variable in setting.variables]
    data: dict[str, Any] = {"title": dict(setting.title)} if setting.title else {}
    data |= _objective(setting)
    data["start"] = dict(zip(names, _texts(setting.start), strict=True))
    data["rule"] = _rule(setting)
    data |= {name: write_text(value) for name, value in setting.values.items()}
    initial = {
        name: _texts(setting.initial[name])
        for name, default in setting.rule.state.items()
        if any(value != default for value in setting.initial[name])
    }
    if initial:
        data["initial"] = initial
    data["steps"] = str(setting.steps)
    if setting.digits != 15:
        data["digits"] = str(setting.digits)
    if setting.show:
        data["show"] = dict(setting.show)
    text: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=98
    )
    return text


def _texts(values: tuple[Expr, ...]) -> list[str]:
    return [write_text(value) for value in values]


def _objective(setting: Setting) -> dict[str, Any]:
    objective = setting.objective
    if isinstance(objective, GivenGradients):
        return {"gradients": [_texts(gradient) for gradient in objective.gradients]}
    result: dict[str, Any] = {"objective": write_text(objective.expression)}
    if objective.rows:
        columns = zip(*objective.rows, strict=True)
        result["data"] = {
            str(name): _texts(column)
            for name, column in zip(objective.columns, columns, strict=True)
        }
    if objective.batches:
        result["batches"] = [[str(row + 1) for row in batch] for batch in objective.batches]
    return result


def _rule(setting: Setting) -> str | list[str]:
    rule = setting.rule
    if REGISTRY.get(rule.name) is rule:
        return rule.name
    trees = [(line.left, from_sympy(line.right, keep_order=True)) for line in rule.lines]
    return [f"{left}_t = {tree_text(tree)}" for left, tree in trees]
