import operator
import signal

import pytest

from symopt.cli.workers import Lost, in_order
from symopt.errors import SymoptError


def answers(function, items, *, jobs=2, seconds=30.0):
    """`partial(function)` is what every process prepares."""
    return list(in_order("functools:partial", (function,), items, jobs=jobs, seconds=seconds))


def test_results_come_in_the_order_of_the_items():
    assert answers(operator.neg, range(40)) == [-number for number in range(40)]


def test_more_processes_than_items_are_never_begun():
    assert answers(operator.neg, [1], jobs=200) == [-1]
    assert answers(operator.neg, []) == []


def test_a_killed_process_loses_its_own_item_only():
    signals = [signal.SIGCHLD, signal.SIGKILL, signal.SIGCHLD, signal.SIGKILL, signal.SIGCHLD]
    lost = Lost("died")
    assert answers(signal.raise_signal, signals) == [None, lost, None, lost, None]


def test_an_item_that_takes_too_long_is_lost_and_the_others_are_not():
    steps = [range(1), range(10**15), range(2)]
    assert answers(list, [steps[0]]) == [[0]]
    assert answers(sum, steps, seconds=1.0) == [0, Lost("slow"), 1]


def test_an_error_of_preparation_is_raised_here():
    with pytest.raises(SymoptError, match="the page is empty"):
        list(in_order("symopt.page:read_page", ("",), ["sheet"], jobs=2, seconds=30))


def test_no_process_is_left_when_the_reader_stops_early():
    results = in_order("functools:partial", (operator.neg,), range(100), jobs=2, seconds=30)
    assert next(results) == 0
    pool = results.gi_frame.f_locals["pool"]
    results.close()
    assert not any(worker.process.is_alive() for worker in pool)
