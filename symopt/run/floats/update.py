"""A rule's update of parameter arrays in place, as training loops use it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr

from symopt.errors import InputError
from symopt.objective import real_symbols
from symopt.rule import GRADIENT, NORM, Rule, now, parameter
from symopt.run.floats.functions import CAREFUL
from symopt.run.floats.graph import elementwise
from symopt.run.floats.loop import compiled
from symopt.run.floats.numpy_loop import CACHE, OPERATIONS, aligned
from symopt.run.floats.update_source import compiled_source, numpy_source, scalars_source
from symopt.run.floats.work import nearest
from symopt.run.generate import generate
from symopt.setting import parameter_values

Array = NDArray[Any]
State = dict[str, Any]
LARGE = 100_000  # numbers in one array that are worth a compiled loop
NORM_NAME = "norm"


def update(
    rule: Rule,
    params: MutableMapping[str, Array],
    grads: Mapping[str, Array],
    state: State | None,
    given: Mapping[str, Any],
) -> State:
    """One step of the rule in place; see `Rule.update`."""
    _check(params, grads)
    state = _first_state(rule, params) if state is None else state
    state["t"] += 1
    kernel = _kernel(rule)
    numbers = _numbers(rule, tuple(given.items()))
    if kernel.needs_norm:
        squares = (float(np.vdot(g, g)) for g in (grads[name].ravel() for name in params))
        numbers = (*numbers, float(np.sqrt(sum(squares))))
    scalars = kernel.scalars(state["t"], *numbers)
    for name, array in params.items():
        kernel([array, *(state[s][name] for s in rule.state)], grads[name], scalars)
    return state


def _check(params: Mapping[str, Array], grads: Mapping[str, Array]) -> None:
    if params.keys() != grads.keys():
        odd = ", ".join(sorted(params.keys() ^ grads.keys()))
        raise InputError(f"'params' and 'grads' must have the same names (they differ in: {odd})")
    for name, array in params.items():
        if not isinstance(array, np.ndarray) or array.dtype.kind != "f":
            raise InputError(f"'{name}' must be an array of floats (got {_kind(array)})")
        if np.shape(grads[name]) != array.shape:
            got = f"(got {np.shape(grads[name])})"
            raise InputError(f"the gradient of '{name}' must have shape {array.shape} {got}")


def _kind(value: object) -> str:
    return str(value.dtype) if isinstance(value, np.ndarray) else type(value).__name__


def _first_state(rule: Rule, params: Mapping[str, Array]) -> State:
    """Step 0: every state quantity at its initial value."""
    return {"t": 0} | {
        quantity: {name: np.full_like(array, float(value)) for name, array in params.items()}
        for quantity, value in rule.state.items()
    }


@lru_cache(maxsize=256)
def _numbers(rule: Rule, given: tuple[tuple[str, Any], ...]) -> tuple[float, ...]:
    """The hyper-parameters' floats; here, and only here, a float may be given for one."""
    texts = {n: repr(float(v)) if isinstance(v, float) else v for n, v in given}
    return tuple(map(nearest, parameter_values(rule, texts).values()))


@lru_cache(maxsize=256)
def _kernel(rule: Rule) -> Kernel:
    return Kernel(rule)


class Kernel:
    """One rule's step of arrays; `scalars` computes what a step needs besides them."""

    def __init__(self, rule: Rule):
        separable = _without_norms(rule)
        self.needs_norm = separable is not rule
        self._graph = elementwise(generate(separable, None, real_symbols(["x"])))
        source = scalars_source(self._graph)
        self.scalars: Callable[..., tuple[float, ...]] = compiled(
            source, f"<symopt scalars of {rule.name}>", dict(CAREFUL)
        )
        self.source, self._buffers = numpy_source(self._graph)
        self._numpy = compiled(self.source, f"<symopt update of {rule.name}>", dict(OPERATIONS))

    @cached_property
    def _compiled(self) -> Any:
        from symopt.run.floats.numba_loop import Compiled

        return Compiled(compiled_source(self._graph))

    def __call__(self, arrays: Sequence[Array], gradient: Array, scalars: Sequence[float]) -> None:
        """Update the arrays in place."""
        dtype = arrays[0].dtype
        flat = [array.reshape(-1) for array in arrays]  # a view, or a copy to be written back
        flat.append(np.asarray(gradient, dtype=dtype).reshape(-1))
        if flat[0].size >= LARGE and dtype in (np.float32, np.float64) and find_spec("numba"):
            self._compiled(*flat, np.array(scalars, dtype=dtype))
        else:
            self._in_chunks(flat, scalars)
        for array, new in zip(arrays, flat, strict=False):
            if not np.may_share_memory(array, new):
                array[...] = new.reshape(array.shape)

    def _in_chunks(self, flat: Sequence[Array], scalars: Sequence[float]) -> None:
        size, dtype = flat[0].size, flat[0].dtype
        chunk = max(1024, CACHE // (dtype.itemsize * (len(flat) + self._buffers)))
        spare = aligned(self._buffers, min(size, chunk), dtype)
        with np.errstate(all="ignore"):
            for low in range(0, size, chunk):
                views = [array[low : low + chunk] for array in flat]
                buffers = [row[: views[0].size] for row in spare]
                results = self._numpy((*views, *buffers), scalars)
                for view, result in zip(views, results, strict=True):
                    if result is not view:
                        view[...] = result


def _without_norms(rule: Rule) -> Rule:
    """The rule with the norm of its gradient as one more parameter."""
    lines = {now(line.left): line.right for line in rule.lines}

    def is_gradient(vector: Expr) -> bool:
        return isinstance(lines.get(vector, vector), GRADIENT)

    norms = {call for line in rule.lines for call in line.right.atoms(NORM)}
    if not norms:
        return rule
    if not all(is_gradient(call.args[0]) for call in norms):
        raise InputError(f"rule '{rule.name}' takes a norm that arrays can't be updated with")
    stand_in = dict.fromkeys(norms, parameter(NORM_NAME))
    return replace(
        rule,
        parameters={**rule.parameters, NORM_NAME: None},
        lines=tuple(replace(line, right=line.right.xreplace(stand_in)) for line in rule.lines),
    )
