"""Blocks of a sweep on a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any

from symopt.errors import InputError, SymoptError
from symopt.run.floats.sweep import Block, Sweep

AHEAD = 4  # blocks in the cluster's hands, for each of its threads
SECONDS = 10  # to find the scheduler


def on_cluster(sweep: Sweep, address: str) -> Iterator[Block]:
    """The blocks as they are done. A block whose worker ended is given to another one.

    Every task carries all it needs, so nothing is lost with a worker but its time.
    """
    if find_spec("distributed") is None:
        raise InputError(
            "'--scheduler' needs Dask, which is not installed",
            hint="pip install 'symopt[cluster]'",
        )
    distributed: Any = import_module("distributed")
    try:
        client = distributed.Client(address, timeout=SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"no Dask scheduler at '{address}'", hint="write its address as tcp://HOST:PORT"
        ) from error
    with client:
        numbers = iter(range(sweep.blocks))
        ahead = AHEAD * max(1, sum(client.nthreads().values()))
        submit = (client.submit(sweep.run, number, pure=False) for number in numbers)
        done = distributed.as_completed(islice(submit, ahead), loop=client.loop)
        for future in done:
            failure = future.exception()  # waits where a result was lost and is computed again
            if failure is not None:
                raise SymoptError(f"the cluster gave a block up: {failure!r}")
            yield future.result()
            future.release()
            done.update(islice(submit, 1))
