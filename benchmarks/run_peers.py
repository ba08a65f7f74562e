"""Peers of the float benchmarks: strict C, hand-fused Python, and the textbook class."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

THREADS = int(os.environ.setdefault("NUMBA_NUM_THREADS", "1"))  # before Numba is imported
os.environ.setdefault("OMP_NUM_THREADS", str(THREADS))
CLOCK = time.process_time if THREADS == 1 else time.perf_counter
QUADRATIC = "x^2/20 + y^2"
QUARTIC = "2/5 x^2 y^2 + 3/10 (x^2 y + x^2 + y^2) - x y^2/4 + 31/100 x y - x/5 + 21/10 y"
FLAGS = [
    "-O3",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fopenmp",
    "-shared",
    "-fPIC",
]

C = r"""
#include <math.h>
#include <stddef.h>
#include <string.h>

void adam(double *s, long n, const double *c1, const double *c2, long last) {
    double x = s[0], y = s[1], a = s[2], b = s[3], p = s[4], q = s[5];
    for (long t = 0; t < n; t++) {
        double g = x/10.0, h = 2.0*y, d1 = c1[t < last ? t : last], d2 = c2[t < last ? t : last];
        a = 0.9*a + (1.0 - 0.9)*g;       b = 0.9*b + (1.0 - 0.9)*h;
        p = 0.999*p + (1.0 - 0.999)*(g*g); q = 0.999*q + (1.0 - 0.999)*(h*h);
        x = x - 0.3*(a/d1)/(sqrt(p/d2) + 1e-8);
        y = y - 0.3*(b/d1)/(sqrt(q/d2) + 1e-8);
    }
    s[0] = x; s[1] = y; s[2] = a; s[3] = b; s[4] = p; s[5] = q;
}

#define QUARTIC(x, y, g, h) \
    double yy = y*y, x6 = 0.6*x, xx = x*x; \
    double g = -0.2 - yy/4.0 + x6 + 0.31*y + y*x6 + 0.8*x*yy; \
    double h = 2.1 + 0.6*y + 0.3*xx + 0.31*x - x/2.0*y + 0.8*y*xx;

void nesterov(double *s, long n) {
    double x = s[0], y = s[1], v = s[2], w = s[3];
    for (long t = 0; t < n; t++) {
        double i = 0.9*v, j = 0.9*w, X = x + i, Y = y + j;
        QUARTIC(X, Y, g, h)
        v = i - 0.005*g; w = j - 0.005*h;
        x = x + v; y = y + w;
    }
    s[0] = x; s[1] = y; s[2] = v; s[3] = w;
}

#define LANES 256
#define ADAM(k) \
    x[2 + k][i] = 0.9*x[2 + k][i] + (1.0 - 0.9)*g; \
    x[4 + k][i] = 0.999*x[4 + k][i] + (1.0 - 0.999)*(g*g); \
    x[k][i] = x[k][i] - 0.3*(x[2 + k][i]/d1)/(sqrt(x[4 + k][i]/d2) + 1e-8);
#define EACH for (int i = 0; i < LANES; i++)
#define ROW(k) (s + (k)*points + low)

void adam_lanes(double *s, long points, long n, const double *c1, const double *c2) {
    #pragma omp parallel for
    for (long low = 0; low < points; low += LANES) {
        size_t many = sizeof(double)*(points - low < LANES ? points - low : LANES);
        double x[6][LANES] = {{0}};
        for (int k = 0; k < 6; k++) memcpy(x[k], ROW(k), many);
        for (long t = 0; t < n; t++) {
            double d1 = c1[t], d2 = c2[t];
            EACH { double g = x[0][i]/10.0; ADAM(0) }
            EACH { double g = 2.0*x[1][i]; ADAM(1) }
        }
        for (int k = 0; k < 6; k++) memcpy(ROW(k), x[k], many);
    }
}

void nesterov_lanes(double *s, long points, long n) {
    #pragma omp parallel for
    for (long low = 0; low < points; low += LANES) {
        size_t many = sizeof(double)*(points - low < LANES ? points - low : LANES);
        double x[4][LANES] = {{0}};
        for (int k = 0; k < 4; k++) memcpy(x[k], ROW(k), many);
        for (long t = 0; t < n; t++) EACH {
            double I = 0.9*x[2][i], J = 0.9*x[3][i], X = x[0][i] + I, Y = x[1][i] + J;
            QUARTIC(X, Y, g, h)
            x[2][i] = I - 0.005*g; x[3][i] = J - 0.005*h;
            x[0][i] = x[0][i] + x[2][i]; x[1][i] = x[1][i] + x[3][i];
        }
        for (int k = 0; k < 4; k++) memcpy(ROW(k), x[k], many);
    }
}

void momentum_cells(double *s, long cells, long n, const double *lr, const double *mu, long *bad) {
    #pragma omp parallel for
    for (long low = 0; low < cells; low += LANES) {
        int many = cells - low < LANES ? cells - low : LANES;
        double x[6][LANES] = {{0}}, finite[LANES] = {0};
        for (int i = 0; i < many; i++) {
            x[0][i] = s[low + i]; x[1][i] = s[cells + low + i];
            x[4][i] = lr[low + i]; x[5][i] = mu[low + i];
        }
        for (long t = 1; t <= n; t++) {
            double now = t;
            EACH {
                x[2][i] = x[5][i]*x[2][i] - x[4][i]*(x[0][i]/10.0);
                x[3][i] = x[5][i]*x[3][i] - x[4][i]*(2.0*x[1][i]);
                x[0][i] = x[0][i] + x[2][i];
                x[1][i] = x[1][i] + x[3][i];
                double lost = (x[0][i] - x[0][i]) + (x[1][i] - x[1][i]); /* 0, or nan */
                finite[i] = lost == 0.0 ? now : finite[i];
            }
        }
        for (int i = 0; i < many; i++) {
            s[low + i] = x[0][i]; s[cells + low + i] = x[1][i];
            bad[low + i] = finite[i] < n ? finite[i] + 1 : 0;
        }
    }
}

void adam_arrays(double *p, const double *g, double *m, double *v, long n, double d1, double d2) {
    #pragma omp parallel for
    for (long i = 0; i < n; i++) {
        m[i] = 0.9*m[i] + (1.0 - 0.9)*g[i];
        v[i] = 0.999*v[i] + (1.0 - 0.999)*(g[i]*g[i]);
        p[i] = p[i] - 0.001*(m[i]/d1)/(sqrt(v[i]/d2) + 1e-8);
    }
}

void traffic(double *p, const double *g, double *m, double *v, long n) {
    #pragma omp parallel for
    for (long i = 0; i < n; i++) { m[i] += g[i]; v[i] += g[i]; p[i] += g[i]; }
}
"""


def library() -> Any:
    """The C peers, compiled strictly; None with a word where there is no compiler."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        print("no C compiler: the C peers are left out")
        return None
    folder = Path(tempfile.mkdtemp())
    (folder / "peers.c").write_text(C)
    command = [compiler, *FLAGS, "peers.c", "-lm", "-o", "peers.so"]
    subprocess.run(command, cwd=folder, check=True)
    return ctypes.CDLL(str(folder / "peers.so"))


def pointer(array: np.ndarray[Any, Any]) -> ctypes.c_void_p:
    """An array as C takes it."""
    return ctypes.c_void_p(array.ctypes.data)


def adam_by_hand(steps: int) -> tuple[float, float]:
    """The loop that one would write in Python for speed: floats, everything fused."""
    from math import sqrt

    x, y, a, b, p, q, w1, w2 = -7.0, 2.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0
    b1, b2, lr, eps = 0.9, 0.999, 0.3, 1e-8
    c1, c2 = 1.0 - b1, 1.0 - b2
    for _ in range(steps):
        w1 *= b1
        w2 *= b2
        d1, d2 = 1.0 - w1, 1.0 - w2
        g, h = x / 10.0, 2.0 * y
        a = b1 * a + c1 * g
        b = b1 * b + c1 * h
        p = b2 * p + c2 * (g * g)
        q = b2 * q + c2 * (h * h)
        x = x - lr * (a / d1) / (sqrt(p / d2) + eps)
        y = y - lr * (b / d1) / (sqrt(q / d2) + eps)
    return x, y


def nesterov_by_hand(steps: int) -> tuple[float, float]:
    """The same for Nesterov on the quartic."""
    x, y, v, w, lr, mu = 0.5, 5.8, 0.0, 0.0, 0.005, 0.9
    for _ in range(steps):
        i, j = mu * v, mu * w
        a, b = x + i, y + j
        bb, a6, aa = b * b, 0.6 * a, a * a
        g = -0.2 - bb / 4.0 + a6 + 0.31 * b + b * a6 + 0.8 * a * bb
        h = 2.1 + 0.6 * b + 0.3 * aa + 0.31 * a - a / 2.0 * b + 0.8 * b * aa
        v = i - lr * g
        w = j - lr * h
        x = x + v
        y = y + w
    return x, y


class TextbookAdam:
    """Adam as textbooks write it, over a dict of arrays."""

    def __init__(self, lr: float = 0.3, beta1: float = 0.9, beta2: float = 0.999):
        self.lr, self.beta1, self.beta2, self.t = lr, beta1, beta2, 0
        self.m: dict[str, Any] = {}
        self.v: dict[str, Any] = {}

    def update(self, params: dict[str, Any], grads: dict[str, Any]) -> None:
        """One step, in place."""
        if not self.m:
            self.m = {name: np.zeros_like(value) for name, value in params.items()}
            self.v = {name: np.zeros_like(value) for name, value in params.items()}
        self.t += 1
        scale = self.lr * np.sqrt(1.0 - self.beta2**self.t) / (1.0 - self.beta1**self.t)
        for name in params:
            self.m[name] += (1 - self.beta1) * (grads[name] - self.m[name])
            self.v[name] += (1 - self.beta2) * (grads[name] ** 2 - self.v[name])
            params[name] -= scale * self.m[name] / (np.sqrt(self.v[name]) + 1e-7)


def adam_by_the_textbook(steps: int) -> None:
    """The textbook class on x²/20 + y²."""
    optimizer = TextbookAdam()
    params = {"x": np.array(-7.0), "y": np.array(2.0)}
    for _ in range(steps):
        optimizer.update(params, {"x": params["x"] / 10.0, "y": 2.0 * params["y"]})


Contender = Callable[[], object]
