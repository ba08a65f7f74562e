"""Work on many items in several processes, so that no item can stop the others.

`concurrent.futures` can neither end a task that takes too long nor outlive a killed process; here
each process has its own pipe, and the parent waits for all of them at once.
"""

from __future__ import annotations

import math
import multiprocessing
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import Any, Literal

from symopt.errors import SymoptError

AHEAD = 8  # finished items a worker may be ahead of the one that is due


@dataclass(frozen=True, slots=True)
class Lost:
    """An item without a result: its time was up, or the process that worked on it ended."""

    why: Literal["slow", "died"]


def in_order(
    prepare: str,
    arguments: tuple[Any, ...],
    items: Sequence[Any],
    *,
    jobs: int,
    seconds: float,
) -> Iterator[Any]:
    """The results of `prepare(*arguments)(item)` in the items' order, `Lost` where there is none.

    `prepare` is named as "module:function", so that only the processes import it. Each calls it
    once; an error of symopt's in it is raised here. Each item has `seconds` from the moment a
    process takes it. At most `AHEAD` results a process are held.
    """
    context = _context(prepare.partition(":")[0])
    pool = [_Worker(context, prepare, arguments) for _ in range(min(jobs, len(items)))]
    done: dict[int, Any] = {}
    given = due = 0
    try:
        while due < len(items):
            for at, worker in enumerate(pool):
                if worker.ended:
                    pool[at] = worker = _Worker(context, prepare, arguments)
                if worker.idle and given < min(len(items), due + AHEAD * len(pool)):
                    worker.take(given, items[given], seconds)
                    given += 1
            _listen(pool, done)
            while due in done:
                yield done.pop(due)
                due += 1
    finally:
        for worker in pool:
            worker.end()


def _context(module: str) -> BaseContext:
    """Processes forked from one that has imported the module, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def _listen(pool: Sequence[_Worker], done: dict[int, Any]) -> None:
    """Wait for the next answer or the next deadline."""
    busy = {worker.pipe: worker for worker in pool if not worker.idle and not worker.ended}
    left = min(worker.deadline for worker in busy.values()) - time.monotonic()
    heard = wait(list(busy), None if left == math.inf else max(0.0, left))
    for pipe, worker in busy.items():
        if pipe in heard:
            worker.hear(done)
        elif time.monotonic() > worker.deadline:
            worker.lose(Lost("slow"), done)


class _Worker:
    """A process and our end of its pipe; its first answer says that it is ready."""

    def __init__(self, context: Any, prepare: str, arguments: tuple[Any, ...]):
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(
            target=_serve, args=(theirs, prepare, arguments), daemon=True
        )
        self.process.start()
        theirs.close()
        self.item: int | None = None
        self.ready = self.ended = False
        self.deadline = math.inf

    @property
    def idle(self) -> bool:
        return self.ready and self.item is None

    def take(self, number: int, item: Any, seconds: float) -> None:
        self.item, self.deadline = number, time.monotonic() + seconds
        with suppress(OSError):  # where it has ended, the pipe will say so
            self.pipe.send(item)

    def hear(self, done: dict[int, Any]) -> None:
        try:
            answer = self.pipe.recv()
        except (EOFError, OSError):
            if not self.ready:
                raise SymoptError("a worker process ended before it began") from None
            self.lose(Lost("died"), done)
            return
        if self.item is not None:
            done[self.item] = answer
        elif answer is not None:
            raise answer
        self.ready, self.item, self.deadline = True, None, math.inf

    def lose(self, lost: Lost, done: dict[int, Any]) -> None:
        if self.item is not None:
            done[self.item] = lost
        self.end()

    def end(self) -> None:
        self.ended = True
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _serve(pipe: Connection, prepare: str, arguments: tuple[Any, ...]) -> None:
    """A worker's life: get ready, say so, answer until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    module, _, function = prepare.partition(":")
    try:
        work = getattr(import_module(module), function)(*arguments)
    except SymoptError as error:
        pipe.send(error)
        return
    pipe.send(None)
    try:
        while True:
            pipe.send(work(pipe.recv()))
    except (EOFError, OSError):
        return  # the parent has gone
