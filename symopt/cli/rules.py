"""`symopt rules`: the registry, or one rule in full."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from symopt import rules
from symopt.cli.files import deliver
from symopt.cli.main import DONE
from symopt.notation.write import write_text
from symopt.parameter import PARAMETERS
from symopt.report.language import plain
from symopt.rule import Rule

if TYPE_CHECKING:
    from symopt.derive.same.equivalence import Equivalence


def run(options: argparse.Namespace) -> int:
    """Print the list of rules, one rule in full, or what is proved to be the same."""
    if options.relations or options.plot:
        return _relations(options)
    chosen = [rules.get(options.name)] if options.name else list(rules.REGISTRY.values())
    if options.json:
        data = [_data(rule) for rule in chosen]
        text = json.dumps(data[0] if options.name else data, ensure_ascii=False, indent=1)
    elif options.name:
        text = _full(chosen[0])
    else:
        width = max(len(rule.name) for rule in chosen)
        text = "\n".join(f"{rule.name:<{width}}  {rule.about}" for rule in chosen)
    deliver(text + "\n", None)
    return DONE


def _data(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "about": rule.about,
        "equations": [f"{line.left}_t = {write_text(line.right)}" for line in rule.lines],
        "parameters": {name: str(value) for name, value in rule.parameters.items()},
        "state": {name: str(value) for name, value in rule.state.items()},
        "cites": rule.cites,
        "variants": rule.variants,
    }


def _full(rule: Rule) -> str:
    data = _data(rule)
    parts = [f"{rule.name}: {rule.about}", "", *(f"    {line}" for line in data["equations"]), ""]
    for name, value in data["parameters"].items():
        aliases = ", ".join(PARAMETERS[name].aliases)
        parts.append(f"  {name} = {value}  {PARAMETERS[name].meaning} (also: {aliases})")
    parts += [f"  {name}_0 = {value}" for name, value in data["state"].items()]
    return "\n".join([*parts, "", f"  source: {rule.cites}", f"  variants: {rule.variants}"])


def _relations(options: argparse.Namespace) -> int:
    """A line a relation, of one rule or of all; drawn, where that is asked for."""
    from symopt.derive.same.relations import relations

    found = relations()
    if options.plot:
        from symopt.report.relations import relations_picture
        from symopt.report.svg import to_svg

        figure = relations_picture(found, [*rules.REGISTRY])
        label = plain("en")(figure.message)
        deliver(to_svg(figure.drawing, label=label), options.plot)
    name = rules.get(options.name).name if options.name else None
    chosen = [r for r in found if name in (None, r.first.name, r.second.name)]
    if options.json:
        text = json.dumps([_relation(relation) for relation in chosen], indent=1)
    else:
        text = "\n".join(map(_sentence, chosen)) or f"'{name}' is like no other rule"
    deliver(text + "\n", None)
    return DONE


def _relation(found: Equivalence) -> dict[str, Any]:
    image = found.state_map or {}
    return {
        "first": found.first.name,
        "second": found.second.name,
        "status": found.status,
        "fixed": {name: str(value) for name, value in found.fixed.items()},
        "parameters": {name: str(value) for name, value in found.where.items()},
        "map": {name: str(value) for name, value in image.items()},
    }


def _sentence(found: Equivalence) -> str:
    """`momentum_ema is momentum, with lr = lr/(1 - momentum), beta = momentum`."""
    given = {n: v for n, v in found.where.items() if str(v) != n and n not in found.fixed}
    parts = [
        f"{name} = {write_text(value)}" for name, value in (*found.fixed.items(), *given.items())
    ]
    return f"{found.second.name} is {found.first.name}" + (
        ", with " + ", ".join(parts) if parts else ""
    )
