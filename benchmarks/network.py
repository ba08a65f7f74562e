"""One iteration with Adam on 784-100-100-100-100-10: beside the bare matrix products, and PyTorch.

`python -m benchmarks.network [FLOAT]`; batches of 128 in float32 (or float64), CPU time, one BLAS
thread and one of Numba's and PyTorch's own. PyTorch is a benchmark-only dependency.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.util import find_spec
from itertools import pairwise

import numpy as np

from benchmarks.timing import interleaved, report
from symopt import rules
from symopt.network.network import Batch, Network
from symopt.network.threads import one_thread
from symopt.run.floats import update

SIZES, ROWS, INNER = (784, 100, 100, 100, 100, 10), 128, 20


def main() -> int:
    """Print the table; times are those of INNER iterations."""
    dtype = sys.argv[1] if len(sys.argv) > 1 else "float32"
    network, draw = Network(SIZES), np.random.default_rng(0)
    x = draw.random((ROWS, SIZES[0])).astype(dtype)
    labels = draw.integers(SIZES[-1], size=ROWS)
    contenders = {"the matrix products alone": products(x, dtype)}
    if find_spec("numba"):
        import numba

        numba.set_num_threads(1)
        contenders["symopt, Adam compiled"] = iteration(network, x, labels, dtype, update.LARGE)
    contenders["symopt, NumPy alone"] = iteration(network, x, labels, dtype, sys.maxsize)
    if find_spec("torch"):
        contenders["torch, eager, fused Adam"] = torch_iteration(x, labels)
    else:
        print("PyTorch is not installed: left out")
    with one_thread() as threads:
        medians = interleaved({n: repeated(run) for n, run in contenders.items()}, rounds=15)
    print(f"BLAS threads: {threads or 'not known, threadpoolctl is not installed'}\n")
    title = f"{INNER} iterations with Adam, {dtype}"
    print(report(title, medians, baseline="the matrix products alone"))
    return 0


def repeated(run: Callable[[], object]) -> Callable[[], None]:
    def runs() -> None:
        for _ in range(INNER):
            run()

    return runs


def products(x: np.ndarray, dtype: str) -> Callable[[], None]:
    """All that an iteration multiplies: forward, by the weights, and by what came in."""
    draw = np.random.default_rng(1)
    weights = [draw.normal(size=pair).astype(dtype) for pair in pairwise(SIZES)]
    inputs = [x, *(np.ones((ROWS, width), dtype) for width in SIZES[1:-1])]
    outputs, scratch = ([np.ones((ROWS, w), dtype) for w in SIZES[1:]] for _ in range(2))
    slopes = [np.empty_like(w) for w in weights]

    def run() -> None:
        for a, w, to in zip(inputs, weights, scratch, strict=True):
            np.matmul(a, w, out=to)
        for at in reversed(range(len(weights))):
            np.matmul(inputs[at].T, outputs[at], out=slopes[at])
            if at:
                np.matmul(outputs[at], weights[at].T, out=scratch[at - 1])

    return run


def iteration(
    network: Network, x: np.ndarray, labels: np.ndarray, dtype: str, large: int
) -> Callable[[], None]:
    """symopt's gradient and update; parameters from `large` on are updated by a compiled loop."""
    flat = network.start(0, dtype)
    slopes = np.empty_like(flat)
    views, batch = (network.views(flat), network.views(slopes)), Batch(network, ROWS, dtype)
    t = np.eye(SIZES[-1], dtype=dtype)[labels]
    state = None

    def run() -> None:
        nonlocal state
        kept, update.LARGE = update.LARGE, large
        batch.gradient(x, t, *views)
        state = rules.adam.update({"theta": flat}, {"theta": slopes}, state)
        update.LARGE = kept

    return run


def torch_iteration(x: np.ndarray, labels: np.ndarray) -> Callable[[], None]:
    import torch
    from torch import nn

    torch.set_num_threads(1)
    layers: list[nn.Module] = []
    for into, out in pairwise(SIZES):
        layers += [nn.Linear(into, out), nn.ReLU()]
    model = nn.Sequential(*layers[:-1]).to(torch.from_numpy(x).dtype)
    adam = torch.optim.Adam(model.parameters(), fused=True)
    loss, inputs, targets = nn.CrossEntropyLoss(), torch.from_numpy(x), torch.from_numpy(labels)

    def run() -> None:
        adam.zero_grad()
        loss(model(inputs), targets).backward()
        adam.step()

    return run


if __name__ == "__main__":
    sys.exit(main())
