"""The back end `numba`: the generated loop, compiled, without fast-math."""

from __future__ import annotations

import pickle
import sys
from functools import cached_property, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import numpy as np

from symopt.run.floats.cache import forget, stored
from symopt.run.floats.loop import Floats, Work, compiled
from symopt.run.floats.numba_source import lanes_source, scalar_source

DAMAGED = (EOFError, pickle.UnpicklingError, ValueError, ImportError, AttributeError, IndexError)


class NumbaLoop:
    """Compiled loops: over one point's scalars, or over lanes of points on every core."""

    name = "numba"

    def __init__(self, work: Work):
        self._work = work
        self._parameters = np.array([*work.parameters.values()])

    @property
    def source(self) -> str:
        """Both loops' source."""
        return "\n\n".join([self._scalar.source, self._lanes.source])

    @cached_property
    def _scalar(self) -> Compiled:
        return Compiled(scalar_source(self._work.graph, calm=self._work.is_calm))

    @cached_property
    def _lanes(self) -> Compiled:
        return Compiled(lanes_source(self._work.graph, calm=self._work.is_calm))

    def advance(
        self, state: Floats, begin: int, end: int, every: int, path: Floats | None
    ) -> Floats:
        """Take the steps in compiled code."""
        schedule = self._work.schedule.table(begin, end)
        if path is None:
            path = np.empty((0, 0, state.shape[1]))
        numbers = self._parameters, schedule, begin, end, every
        before, after = np.ascontiguousarray(state), np.empty(state.shape)
        if state.shape[1] == 1:
            self._scalar(before[:, 0], after[:, 0], *numbers, path[:, :, 0])
        else:
            self._lanes(before, after, *numbers, path)
        return after


class Compiled:
    """A generated module's function `run`, compiled at its first call, from the cache if it can."""

    def __init__(self, source: str):
        self.source = source
        self._path = stored(source)

    def __call__(self, *arguments: Any) -> Any:
        """Call it; a damaged entry of the compiler's cache is removed and made again."""
        try:
            return self._run(*arguments)
        except DAMAGED:  # raised before the loop begins: in it nothing can be
            if self._path is None:
                raise
            forget(self._path)
            load.cache_clear()
            del self._run
        return self._run(*arguments)

    @cached_property
    def _run(self) -> Any:
        if self._path is None:
            source = self.source.replace("cache=True, ", "")
            return compiled(source, f"<symopt compiled {id(self):x}>", {"__name__": "symopt"})
        return load(self._path).run


@lru_cache(maxsize=32)
def load(path: Path) -> Any:
    """A generated file as a module, which the compiler's cache finds again by its name."""
    spec = spec_from_file_location(f"symopt_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
