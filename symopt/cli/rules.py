"""`symopt rules`: the registry, or one rule in full."""

from __future__ import annotations

import argparse
import json
from typing import Any

from symopt import rules
from symopt.cli.files import deliver
from symopt.cli.main import DONE
from symopt.notation.write import write_text
from symopt.parameter import PARAMETERS
from symopt.rule import Rule


def run(options: argparse.Namespace) -> int:
    """Print the list of rules, or one rule's equations, defaults, citation and variants."""
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
