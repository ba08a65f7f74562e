import pytest
from flint import fmpq
from hypothesis import given
from hypothesis import strategies as st

from symopt.errors import NotationError
from symopt.notation.options import Reading
from symopt.notation.read import read_expression
from symopt.notation.tree import Number, show, walk


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("3", (3, 1), 0),
        ("0.10", (1, 10), 2),
        ("1e-8", (1, 10**8), 8),
        ("1E-08", (1, 10**8), 8),
        ("2.5e3", (2500, 1), 0),
        ("1.5e-3", (15, 10**4), 4),
        (".5", (1, 2), 1),
        ("8.", (8, 1), 0),
        ("1{,}000", (1000, 1), 0),
        ("12{,}345.5", (123455, 10), 1),
        ("½", (1, 2), None),
        ("𝟎.𝟓", (1, 2), 1),
        ("０．５", (1, 2), 1),
    ],
)
def test_a_numeral_is_exact_and_knows_its_decimals(text, value, decimals):
    number = read_expression(text)
    assert isinstance(number, Number)
    assert number.value == fmpq(*value)
    assert number.decimals == decimals


def test_an_ellipsis_marks_a_truncated_number():
    number = read_expression("0.999...")
    assert isinstance(number, Number)
    assert number.truncated
    assert number.value == fmpq(999, 1000)
    assert read_expression("1.9…") == Number("1.9", fmpq(19, 10), 1, True)


def test_a_decimal_comma_is_read_only_where_it_is_declared():
    comma = Reading(decimal_comma=True)
    assert read_expression("0,92", options=comma) == Number("0,92", fmpq(92, 100), 2)
    with pytest.raises(NotationError):
        read_expression("0,92")


@pytest.mark.parametrize(
    "text",
    ["1,000", "0.1.2", "2.84_5", "007", "1'000", "0x1F", "1 000", "2½", "3{,}14", "1.x", "5 %",
     "5%3", "3!", "1e999999999", "1e10001", "1..2", "40°", "1,2,3"],
)  # fmt: skip
def test_what_may_be_another_number_is_refused(text):
    with pytest.raises(NotationError):
        read_expression(text)


def test_thousands_of_digits_are_read_exactly():
    digits = "7" * 9_000
    number = read_expression(digits)
    assert isinstance(number, Number)
    assert number.value * 9 == 7 * (fmpq(10) ** 9_000 - 1)


@given(st.integers(0, 10**30), st.integers(0, 40))
def test_decimals_are_read_exactly(digits, places):
    text = str(digits).rjust(places + 1, "0")
    text = f"{text[:-places]}.{text[-places:]}" if places else text
    number = read_expression(text)
    assert isinstance(number, Number)
    assert number.value == fmpq(digits, 10**places)
    assert number.decimals == places


@pytest.mark.parametrize("text", ["1e-3x", "2e+3x", "0.5e-2x*y"])
def test_an_exponent_glued_to_a_name_is_refused(text):
    with pytest.raises(NotationError, match="an exponent or Euler's number"):
        read_expression(text)


def test_digits_of_another_script_are_refused():
    with pytest.raises(NotationError, match="'٣' has digits of another script"):
        read_expression("x + ٣")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("[-0,94 ; 0.08]", ["47/50", "2/25"]),
        ("[1,2;3,4]", list("1234")),
        ("(1,5; 2)", ["3/2", "2"]),
    ],
)
def test_a_comma_where_the_rows_would_differ_is_a_decimal_one(text, values):
    numbers = [part.value for part in walk(read_expression(text)) if isinstance(part, Number)]
    assert [str(number) for number in numbers] == values


@pytest.mark.parametrize("text", ["[1, 2; 3]", "[0,5,1; 3]", "[1,x; 3]"])
def test_rows_that_differ_otherwise_are_refused(text):
    with pytest.raises(NotationError):
        read_expression(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [("80%", "0.80"), ("5%", "0.05"), ("0.5%", "0.005"), ("120\\%", "1.20"), ("-1%", "0.01")],
)
def test_percents_are_hundredths(text, plain):
    node = read_expression(text)
    number = node if isinstance(node, Number) else node.operand
    assert number == read_expression(plain)


@pytest.mark.parametrize(("text", "tree"), [("0.1 x 20", "(* 0.1 20)"), ("3 X .5", "(* 3 .5)")])
def test_an_x_between_numbers_is_a_times_sign(text, tree):
    assert show(read_expression(text)) == tree
    with pytest.raises(NotationError):
        read_expression(text.replace("x", "y").replace("X", "Y"))
