import json
import os
import signal
from importlib.util import find_spec
from xml.etree import ElementTree

import numpy as np
import pytest

from symopt.cli import workers
from symopt.cli.cluster import on_cluster
from symopt.cli.main import main
from symopt.cli.sweep import locally
from symopt.errors import InputError, SymoptError
from symopt.front_matter import read_setting
from symopt.page import read_page
from symopt.run.floats.grid import read_axis
from symopt.run.floats.sweep import here, sweep_of

PAGE = """---
objective: x^2/20 + y^2
start: {x: -7, y: 2}
rule: adam
lr: 0.3
steps: 60
---
"""


def cut(*texts, steps=60):
    """A sweep of many groups, so of many blocks."""
    setting = read_setting(read_page(PAGE))
    axes = [read_axis(text, setting) for text in texts]
    return sweep_of(setting, axes, steps=steps, backend="numpy")


def test_the_summary(page, capsys):
    grid = ["--grid", "lr=0.1:2:5", "--grid", "beta1=0:0.9:3"]
    assert main(["sweep", page, *grid, "--steps", "1000"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("adam, 15 runs of 1,000 steps:\n")
    assert "in theory" not in out
    counts = [int(line.split()[1]) for line in out.splitlines()[1:5]]
    assert sum(counts) == 15


def test_json_npz_and_picture_tell_the_same(page, tmp_path, capsys):
    npz, svg = tmp_path / "grid.npz", tmp_path / "grid.svg"
    text = PAGE.replace("adam", "sgd").replace("steps: 60", "steps: 4000")
    (tmp_path / "sgd.md").write_text(text, encoding="utf-8")
    command = ["sweep", str(tmp_path / "sgd.md"), "--grid", "lr=0.5:1.5:4", "--grid", "x=0:1:2"]
    assert main([*command, "--json", "-o", str(npz), "--plot", str(svg)]) == 0
    said = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    found = np.load(npz)
    about = json.loads(str(found["about"]))
    words = [about["status"][status] for status in found["status"].ravel()]
    assert [cell["status"] for cell in said["cells"]] == words
    assert words == ["converged"] * 4 + ["diverged"] * 4
    assert [cell["diverged_at"] or 0 for cell in said["cells"]] == found[
        "diverged_at"
    ].ravel().tolist()
    assert said["summary"] == {"converged": 4, "slow": 0, "climbed": 0, "diverged": 4}
    assert said["axes"]["lr"] == found["lr"].tolist()
    assert ElementTree.parse(svg).getroot().tag.endswith("svg")
    assert main(command) == 0
    assert "converges for lr < 1\n" in capsys.readouterr().out


def test_the_picture_in_korean(page, tmp_path, capsys):
    svg = tmp_path / "grid.svg"
    command = ["sweep", page, "--grid", "lr=0.1:2:3", "--plot", str(svg), "--lang"]
    for language, words in (
        ("en", "converged slow climbed diverged"),
        ("ko", "수렴 느림 상승 발산"),
    ):
        assert main([*command, language]) == 0
        texts = [element.text for element in ElementTree.parse(svg).iter()]
        assert [text for text in texts if text in words.split()] == words.split()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--grid", "lr=1"], "is no grid"),
        (["--grid", "lr=1:2:2", "-o", "x.csv"], "'-o' must end in .npz"),
        (["--grid", "lr=1:2:2", "--tolerance", "-1"], "'tolerance' must be"),
        (["--grid", "lr=1:2:2", "--scheduler", "tcp://127.0.0.1:1"], "Dask"),
        (
            ["--grid", "lr=1:2:2", "--grid", "x=1:2:2", "--grid", "y=1:2:2", "--plot", "x.svg"],
            "one or two grids",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(page, arguments, message, capsys, monkeypatch):
    monkeypatch.setattr("symopt.cli.cluster.SECONDS", 1)
    assert main(["sweep", page, *arguments]) == 2
    assert message in capsys.readouterr().err


def test_local_processes_give_what_one_process_gives():
    cells = cut("beta1=0:0.9:6", "lr=0.1:1:5")
    for one, other in zip(cells.gather(here(cells)), cells.gather(locally(cells, 2)), strict=True):
        assert np.array_equal(one, other)


def test_a_local_process_that_is_killed_loses_nothing(monkeypatch):
    cells = cut("beta1=0:0.9:6", "lr=0.1:1:5")
    take, killed = workers._Worker.take, []

    def take_and_die(worker, number, item, seconds):
        if number == 2 and not killed:
            killed.append(worker.process.pid)
            os.kill(worker.process.pid, signal.SIGKILL)
            worker.process.join()
        take(worker, number, item, seconds)

    monkeypatch.setattr(workers._Worker, "take", take_and_die)
    found = cells.gather(locally(cells, 2))
    assert killed
    assert np.array_equal(found[0], cells.gather(here(cells))[0])


def test_a_block_that_ends_every_process_is_given_up(monkeypatch):
    cells = cut("beta1=0:0.9:3")
    lost = workers.Lost("died")
    monkeypatch.setattr("symopt.cli.sweep.in_order", lambda *a, **k: iter([lost] * len(a[2])))
    with pytest.raises(SymoptError, match="3 blocks of the sweep ended 3 processes"):
        list(locally(cells, 2))


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and worker processes of their own on this machine."""
    if find_spec("distributed") is None:
        pytest.skip("Dask's distributed is not installed")
    import dask
    from distributed import LocalCluster

    impatient = {"distributed.comm.timeouts.connect": "2s"}  # with a worker that is dead
    kind = {"n_workers": 3, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with dask.config.set(impatient), LocalCluster(**kind) as cluster:
        yield cluster


def test_a_worker_of_a_cluster_is_killed_and_no_block_is_lost_or_doubled(cluster):
    cells = cut("beta1=0:0.9:40", "lr=0.1:1:300", steps=400)
    assert cells.blocks == 40
    victim = next(iter(cluster.workers.values()))
    assert victim.worker_address in cluster.scheduler.workers
    address = victim.worker_address
    numbers = []

    def watched():
        for block in on_cluster(cells, cluster.scheduler_address):
            numbers.append(block.number)
            if len(numbers) == 5:
                os.kill(victim.pid, signal.SIGKILL)
            yield block

    ends, diverged = cells.gather(watched())
    assert address not in cluster.scheduler.workers
    assert sorted(numbers) == list(range(40))
    expected = cells.gather(here(cells))
    assert np.array_equal(ends, expected[0])
    assert np.array_equal(diverged, expected[1])


def test_the_command_on_a_cluster(cluster, page, tmp_path):
    files = [tmp_path / "here.npz", tmp_path / "there.npz"]
    grid = ["sweep", page, "--grid", "beta1=0:0.9:7", "--grid", "lr=0.1:1:5"]
    assert main([*grid, "-o", str(files[0])]) == 0
    assert main([*grid, "-o", str(files[1]), "--scheduler", cluster.scheduler_address]) == 0
    here_, there = map(np.load, files)
    assert {*here_} == {*there}
    for name in here_:
        assert np.array_equal(here_[name], there[name])


def test_without_dask_the_way_out_is_said(monkeypatch):
    monkeypatch.setattr("symopt.cli.cluster.find_spec", lambda name: None)
    with pytest.raises(InputError, match="needs Dask") as caught:
        list(on_cluster(cut("lr=1:2:2"), "tcp://127.0.0.1:1"))
    assert "symopt[cluster]" in str(caught.value)
