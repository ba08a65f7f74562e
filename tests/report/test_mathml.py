import pytest

from symopt.errors import NotationError
from symopt.report.mathml import mathml


@pytest.mark.parametrize(
    ("latex", "elements"),
    [
        (r"x \in \mathbb{R}", "<mi>x</mi><mo>∈</mo><mi>ℝ</mi>"),
        (r"\beta_{1}^{2}", "<msubsup><mi>β</mi><mn>1</mn><mn>2</mn></msubsup>"),
        (r"\frac{1}{2}", "<mfrac><mn>1</mn><mn>2</mn></mfrac>"),
        (r"\sqrt{x + 1}", "<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>"),
        (r"\sqrt[3]{x}", "<mroot><mi>x</mi><mn>3</mn></mroot>"),
        ("-x - 1", "<mo form=prefix>−</mo><mi>x</mi><mo>−</mo><mn>1</mn>"),
        ("f'", "<mrow><mi>f</mi><mo lspace=0 rspace=0>′</mo></mrow>"),
        (r"\log\left(2\right)", "<mi>log</mi><mrow>"),
        ("1.5", "<mn>1.5</mn>"),
        ("<", "<mo>&lt;</mo>"),
        (r"\mathrm{a<b}", "<mi mathvariant=normal>a&lt;b</mi>"),
        (r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}", "<mtr><mtd><mn>1</mn></mtd></mtr><mtr>"),
    ],
)
def test_our_latex_has_elements(latex, elements):
    assert elements in mathml(latex)


def test_an_accent_holds_its_letter_and_the_index_stays_outside():
    assert mathml(r"\hat{m}_{1}").startswith("<msub><mover accent=true><mi>m</mi>")


@pytest.mark.parametrize("latex", [r"\input{x}", r"\href{a}{b}", "a}", r"\left(1", "{a", "a & b"])
def test_what_is_not_our_latex_is_refused(latex):
    with pytest.raises(NotationError):
        mathml(latex)
