"""Numbers drawn: what the dots and the steps stand for, and what they must never show."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from missions.headcounts import Figure, overview
from missions.strength import strength_charts
from missions.unit_chart import MOST_DOTS, unit_chart


def make_figure(role, headcount, qualifier="about", as_of=""):
    return Figure(uid=uuid4(), role=role, headcount=headcount, qualifier=qualifier, as_of=as_of)


def drawn(*figures):
    return unit_chart(overview(figures))


def test_the_dots_of_both_seeds():
    mali = drawn(make_figure("total", 110), make_figure("part", 15), make_figure("part", 95))
    assert (mali.unit, len(mali.dots), [form for form, _part in mali.parts]) == (5, 22, ["disc", "square"])
    assert [dot.form for dot in mali.dots].count("disc") == 3
    niger = drawn(make_figure("total", 320), make_figure("part", 100), make_figure("support", 220))
    assert (niger.unit, len(niger.dots)) == (10, 32)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=4))
def test_dots_times_their_unit_is_the_number_and_fit_the_drawing(numbers):
    chart = drawn(make_figure("total", sum(numbers)), *(make_figure("part", number) for number in numbers))
    if chart is None:
        # No unit divides them all into so few dots, or the number needs no drawing.
        assert sum(numbers) < 10 or sum(numbers) > MOST_DOTS
        return
    assert len(chart.dots) <= MOST_DOTS
    assert len(chart.dots) * chart.unit == sum(numbers)
    places = {(dot.x, dot.y) for dot in chart.dots}
    assert len(places) == len(chart.dots)
    assert all(0 <= x < chart.width and 0 <= y < chart.height for x, y in places)


def test_a_number_that_is_hidden_or_a_bound_is_not_drawn():
    assert drawn(make_figure("total", None, "withheld")) is None
    assert drawn(make_figure("total", 60, "at_most")) is None
    hidden = drawn(make_figure("total", 40), make_figure("part", 38), make_figure("part", None, "few"))
    assert (hidden.parts, {dot.form for dot in hidden.dots}) == ([], {"disc"})


def test_parts_that_do_not_add_up_are_not_told_apart():
    assert drawn(make_figure("total", 100), make_figure("part", 40), make_figure("part", 50)).parts == []


def test_no_drawing_without_figures_or_for_a_handful():
    assert unit_chart(overview([])) is None
    assert drawn(make_figure("total", 9)) is None


def test_a_year_is_as_wide_as_a_year_and_a_higher_number_stands_higher():
    figures = [
        make_figure("total", number, as_of=str(year)) for year, number in [(2010, 185), (2011, 101), (2013, 120)]
    ]
    (chart,) = strength_charts(overview(figures))
    assert [step.headcount for step in chart.steps] == [185, 101, 120]
    first, second, third = chart.steps
    assert first.y < third.y < second.y
    assert abs((second.x - first.x) * 2 - (third.x - second.x)) <= 2
    assert abs(first.x + first.width - second.x) <= 1
    assert all(chart.left <= step.x and step.x + step.width <= chart.right + 1 for step in chart.steps)
    assert chart.path.startswith(f"M{first.x} {first.y}H{second.x}V{second.y}")


def test_strength_is_drawn_from_three_dated_numbers_on_and_without_the_hidden_ones():
    known = [make_figure("total", 50, as_of="2010"), make_figure("total", 60, as_of="2011")]
    assert strength_charts(overview([*known, make_figure("total", 70)])) == []
    assert strength_charts(overview([*known, make_figure("total", None, "few", as_of="2012")])) == []
    (chart,) = strength_charts(overview([*known, make_figure("total", 70, as_of="2013-05-04")]))
    assert [step.headcount for step in chart.steps] == [50, 60, 70]


def test_only_what_speaks_alone_for_an_operation_on_a_date_is_its_strength():
    operation = uuid4()

    def parts(as_of, *numbers):
        return [
            make_figure("part", number, as_of=as_of).model_copy(update={"operation": operation}) for number in numbers
        ]

    years = [*parts("2010", 40), *parts("2011", 50), *parts("2012", 60)]
    (chart,) = strength_charts(overview([*years, *parts("2013", 75, 15)]))
    assert (chart.operation, [step.headcount for step in chart.steps]) == (operation, [40, 50, 60])
    assert strength_charts(overview([*years[:2], *parts("2013", 75, 15)])) == []


def test_a_bound_is_no_height():
    years = [make_figure("total", 50, as_of=str(year)) for year in (2010, 2011)]
    assert strength_charts(overview([*years, make_figure("total", 60, "at_least", as_of="2012")])) == []
