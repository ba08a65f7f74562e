import csv
import json
from xml.etree import ElementTree

import numpy as np
import pytest

from symopt.cli.main import main


@pytest.fixture(name="images")
def folder_of_images(tmp_path):
    """Ten kinds of images, each with a pixel of its own, as MNIST's files."""
    draw = np.random.default_rng(0)
    labels = draw.integers(10, size=200).astype(np.uint8)
    images = (255 * np.eye(12)[labels]).astype(np.uint8).reshape(200, 3, 4)
    head = [np.array([0x803, 200, 3, 4], ">u4").tobytes(), np.array([0x801, 200], ">u4").tobytes()]
    (tmp_path / "t10k-images-idx3-ubyte").write_bytes(head[0] + images.tobytes())
    (tmp_path / "t10k-labels-idx1-ubyte").write_bytes(head[1] + labels.tobytes())
    return str(tmp_path)


def race(images, *more):
    return main(["race", "--data", images, "--iterations", "40", "--batch", "32", *more])


def test_the_table(images, capsys):
    assert race(images, "--rules", "sgd,adam") == 0
    head, sgd, adam = capsys.readouterr().out.splitlines()
    assert head.split("  ")[0] == "rule"
    assert sgd.split()[0] == "sgd"
    assert float(adam.split()[2]) < float(sgd.split()[2]) < float(sgd.split()[1])


def test_json_and_picture(images, tmp_path, capsys):
    picture = tmp_path / "race.svg"
    assert (
        race(images, "--rules", "nesterov,adamax", "--json", "--plot", str(picture), "--log") == 0
    )
    found = json.loads(capsys.readouterr().out, parse_constant=pytest.fail)
    assert found["network"] == [12, 100, 100, 100, 100, 10]
    assert (found["train"], found["test"], found["dtype"]) == (160, 40, "float32")
    nesterov, adamax = found["rules"]
    assert nesterov["parameters"] == {"lr": "1/100", "momentum": "9/10"}
    assert nesterov["diverged_at"] is None
    assert adamax["diverged_at"] == 2  # it divides 0 by 0 where a pixel is never lit
    assert adamax["test_accuracy"] is None
    assert "adamax, diverged at step 2" in "".join(ElementTree.parse(picture).getroot().itertext())


def test_curves_as_csv_and_npz_are_the_same_run_after_run(images, tmp_path, capsys):
    files = [tmp_path / name for name in ("one.csv", "two.csv", "three.npz")]
    for file in files:
        assert race(images, "--rules", "momentum", "-o", str(file)) == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    head, *rows = csv.reader(files[0].read_text().splitlines()[1:])
    assert head == ["iteration", "momentum_loss", "momentum_accuracy"]
    with np.load(files[2]) as arrays:
        assert np.array_equal(arrays["momentum_loss"], [float(row[1]) for row in rows])
        assert json.loads(str(arrays["about"]))["batch"] == 32
    assert not [*tmp_path.glob(".*checkpoint")]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--rules", "adm"], "unknown rule 'adm'"),
        (["--batch", "161"], "'batch' must be from 1 to 160"),
        (["-o", "curves.txt"], "'-o' must end in .csv or .npz"),
    ],
)
def test_bad_input_is_refused(images, more, said, capsys):
    assert race(images, *more) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_images_is_refused(tmp_path, capsys):
    assert race(str(tmp_path)) == 2
    assert "no pair of IDX files" in capsys.readouterr().err


def test_the_starting_weights_can_be_drawn_beside_the_race(images, tmp_path, capsys):
    picture = tmp_path / "weights.svg"
    assert race(images, "--rules", "sgd", "--weights", str(picture)) == 0
    assert "relu, σ = 0.01" in "".join(ElementTree.parse(picture).getroot().itertext())
    assert capsys.readouterr().out.startswith("rule")
