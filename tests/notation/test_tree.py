from symopt.notation.read import read_chain, read_expression
from symopt.notation.tree import Name, Span, bracketed, children, depth, key, show, walk


def test_a_key_joins_base_marks_and_index():
    assert key(Name("m", ("hat",), ("t-1",))) == "m_hat_t-1"
    assert key(Name("lr")) == "lr"


def test_spans_are_no_part_of_equality():
    assert read_expression("1/2") == read_expression(r"  \frac12")
    assert read_expression("a*b") == read_expression("a b")
    assert read_expression("a*b") != read_expression("b*a")


def test_brackets_are_seen_from_the_spans():
    assert bracketed(read_expression("(a + b)"))
    assert bracketed(read_expression(r"\frac{a}{b}"))
    assert bracketed(read_expression("(-a)"))
    assert not bracketed(read_expression("a + b"))
    assert not bracketed(read_expression("-(a)"))
    assert not bracketed(read_expression("(a) + (b)"))


def test_a_tree_is_walked_parents_first():
    node = read_expression("max(a, -b)")
    assert [show(part) for part in walk(node)] == ["(max a (neg b))", "a", "(neg b)", "b"]
    assert [show(child) for child in children(node)] == ["a", "(neg b)"]
    assert depth(node) == 3


def test_links_pair_neighbours_and_leave_open_ends_out():
    chain = read_chain("= a ≈ b =")
    assert [(show(x), r.sign, show(y)) for x, r, y in chain.links()] == [("a", "≈", "b")]
    assert show(chain) == "… = a ≈ b = …"


def test_a_span_reaches_to_another():
    assert Span(2, 3).to(Span(7, 9)) == Span(2, 9)
