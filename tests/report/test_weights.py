from symopt.report.drawing import Area, Label
from symopt.report.weights import weights_figure


def test_there_is_a_histogram_for_each_layer_of_each_start():
    drawing = weights_figure().drawing
    areas = [shape for shape in drawing.shapes if isinstance(shape, Area)]
    assert len(areas) == 2 * 4 * 5
    for area in areas:
        for left, top, right, bottom in area.rectangles:
            assert 0 <= left < right <= drawing.width
            assert 0 <= top < bottom <= drawing.height


def test_the_rows_and_columns_have_names_in_korean_too():
    for language, first in (("en", "layer 1"), ("ko", "1번째 층")):
        shapes = weights_figure(language=language).drawing.shapes
        names = [shape.text for shape in shapes if isinstance(shape, Label)]
        assert first in names
        assert "relu, σ = √(2/n)" in names
