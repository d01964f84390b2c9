"""What is shown of headcounts, how they add up, and what nobody can work out from them."""

import csv
import itertools
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from missions.disclosure import disclose
from missions.headcounts import COUNTED, Figure, computed_total, overview, sum_findings
from publishing.findings import Level

# The same examples on every machine and in every run.
steady = settings(derandomize=True, max_examples=150, deadline=None, database=None)

SMALL = 5
CANDIDATES = range(1, SMALL)
EUTM, MINUSMA = UUID(int=1), UUID(int=2)


def make_figure(headcount, role="part", **values):
    return Figure(**{"uid": uuid4(), "qualifier": "exact", "headcount": headcount, "role": role} | values)


def about(headcount, role="part", **values):
    return make_figure(headcount, role, qualifier="about", **values)


def shown(figures):
    return [(figure.role, figure.qualifier, figure.headcount) for figure in figures]


def disclosed(*figures):
    return shown(disclose(figures, SMALL))


# ---- The current situation ------------------------------------------------------------------------------------------


def test_the_sum_of_the_mali_page_holds():
    mali = [about(110, "total"), about(15, operation=EUTM), about(95, operation=MINUSMA)]
    found = overview(disclose(mali, SMALL))
    assert (found.total.headcount, found.total.qualifier, found.total.computed) == (110, "about", False)
    assert [part.headcount for part in found.parts] == [15, 95]
    assert found.shows_sum
    assert sum_findings(mali) == []


def test_the_sum_of_the_niger_page_holds_with_the_support_from_home():
    niger = [about(320, "total"), about(100), about(220, "support")]
    found = overview(disclose(niger, SMALL))
    assert (found.total.headcount, found.total.qualifier) == (320, "about")
    assert [(part.role, part.headcount) for part in found.parts] == [("part", 100), ("support", 220)]
    assert found.shows_sum
    assert sum_findings(niger) == []


def test_a_total_nobody_typed_is_added_up():
    found = overview([about(100), make_figure(220, "support")])
    assert (found.total.headcount, found.total.qualifier, found.total.computed) == (320, "about", True)


@pytest.mark.parametrize(
    ("qualifiers", "result"),
    [
        (["exact", "exact"], "exact"),
        (["exact", "about"], "about"),
        (["exact", "at_least"], "at_least"),
        (["exact", "at_most"], "at_most"),
        (["about", "at_most"], "at_most"),
        (["at_least", "at_most"], None),
    ],
)
def test_a_computed_total_is_no_surer_than_its_parts(qualifiers, result):
    total = computed_total([make_figure(20, qualifier=qualifier) for qualifier in qualifiers])
    assert (total and (total.headcount, total.qualifier)) == (result and (40, result))


@pytest.mark.parametrize(("hidden", "least"), [("withheld", 20), ("few", 21)])
def test_an_undisclosed_part_makes_the_sum_a_lower_bound(hidden, least):
    total = computed_total([make_figure(20), make_figure(None, qualifier=hidden)])
    assert (total.headcount, total.qualifier) == (least, "at_least")


def test_no_sum_is_invented_when_nothing_or_only_an_upper_bound_is_known():
    hidden = make_figure(None, qualifier="withheld")
    assert computed_total([hidden]) is None
    assert computed_total([hidden, make_figure(20, qualifier="at_most")]) is None
    assert computed_total([]) is None


def test_the_latest_date_is_the_current_situation_and_the_others_are_its_history():
    found = overview([about(10, as_of="2019"), about(30, as_of="2021-05"), about(20, as_of="2020"), about(5)])
    assert found.as_of == "2021-05"
    assert found.total.headcount == 30
    assert [situation.as_of for situation in found.history] == ["2020", "2019", ""]
    assert str(found.history[0].when.first_day) == "2020-01-01"


def test_a_later_figure_of_one_operation_does_not_stand_for_the_whole_mission():
    mali = [about(110, "total"), about(15, operation=EUTM), about(95, operation=MINUSMA)]
    yearly = [about(89, operation=MINUSMA, as_of="2018"), about(49, operation=MINUSMA, as_of="2019")]
    found = overview([*yearly, *mali])
    assert (found.as_of, found.total.headcount) == ("", 110)
    assert [situation.as_of for situation in found.history] == ["2019", "2018"]


def test_a_later_total_stands_for_the_whole_mission_even_without_parts():
    found = overview([about(15, operation=EUTM), about(95, operation=MINUSMA), about(60, "total", as_of="2021")])
    assert (found.as_of, found.total.headcount, found.parts) == ("2021", 60, ())


def test_a_ceiling_is_neither_counted_nor_a_situation_of_its_own():
    found = overview([about(95, as_of="2019"), make_figure(450, "ceiling", as_of="2020"), about(5, "ceiling")])
    assert (found.as_of, found.total.headcount) == ("2019", 95)
    assert (found.ceiling.headcount, found.ceiling.as_of) == (450, "2020")
    assert found.history == ()


def test_a_mission_without_figures_has_an_empty_overview():
    found = overview([])
    assert not found
    assert (found.current, found.total, found.parts, found.ceiling, found.shows_sum) == (None, None, (), None, False)


@pytest.mark.parametrize("wrong", [make_figure(19), make_figure(None, qualifier="withheld")])
def test_a_sum_that_is_not_true_or_not_whole_is_not_printed(wrong):
    assert not overview([make_figure(110, "total"), make_figure(90), wrong]).shows_sum


# ---- Sums that do not add up -----------------------------------------------------------------------------------------


def test_exact_numbers_of_one_date_that_do_not_add_up_block():
    figures = [make_figure(110, "total"), make_figure(15), make_figure(94)]
    (finding,) = sum_findings(figures)
    assert finding.level == Level.BLOCK
    assert finding.place == f"figures/{figures[0].uid}/headcount"
    assert "110" in finding.sentence
    assert "15 + 94 = 109" in finding.sentence


def test_numbers_that_are_not_all_exact_and_disagree_warn():
    (finding,) = sum_findings([about(110, "total"), make_figure(15), make_figure(94)])
    assert finding.level == Level.WARN


def test_figures_of_different_dates_are_not_compared():
    assert sum_findings([make_figure(110, "total", as_of="2020"), make_figure(15), make_figure(94)]) == []


@pytest.mark.parametrize(
    "figures",
    [
        [make_figure(110, "total")],
        [make_figure(15), make_figure(94)],
        [make_figure(110, "total"), make_figure(15), make_figure(None, qualifier="withheld")],
        [make_figure(110, "total"), make_figure(15), make_figure(90, qualifier="at_least")],
        [make_figure(100, "total", qualifier="at_least"), make_figure(15), make_figure(95)],
        [make_figure(None, "total", qualifier="withheld"), make_figure(15)],
        [make_figure(110, "total"), make_figure(110), make_figure(500, "ceiling")],
    ],
)
def test_figures_that_can_all_be_true_raise_nothing(figures):
    assert sum_findings(figures) == []


def test_what_a_small_number_did_to_a_total_is_not_called_a_mistake():
    assert sum_findings(disclose([make_figure(103, "total"), make_figure(100), make_figure(3)], SMALL)) == []


def un_figures():
    """Return women, men and total of each row of the excerpt, as one mission per country and operation."""
    with (Path(__file__).parent / "data" / "un_headcounts.csv").open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            yield (
                row,
                [
                    make_figure(int(row["Female"]), as_of=row["Year"], label="Women"),
                    make_figure(int(row["Male"]), as_of=row["Year"], label="Men"),
                    make_figure(int(row["Total"]), "total", as_of=row["Year"]),
                ],
            )


def test_imported_figures_that_disagree_are_kept_as_they_are_and_flagged():
    disagreeing = 0
    for row, figures in un_figures():
        agrees = int(row["Female"]) + int(row["Male"]) == int(row["Total"])
        disagreeing += not agrees
        assert bool(sum_findings(figures)) != agrees
        # Nothing is corrected: with nothing small to hide, the figures come out as they went in.
        assert disclose(figures, small=1) == figures
    assert disagreeing >= 6


def test_imported_figures_rounded_each_by_itself_betray_no_small_number():
    """Belgium in MINUSMA in 2017: 0 women and 4 men are 5 soldiers."""
    assert disclosed(make_figure(0), make_figure(4), make_figure(5, "total")) == [
        ("part", "exact", 0),
        ("part", "few", None),
        ("total", "withheld", None),
    ]


# ---- Small headcounts ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headcount", CANDIDATES)
@pytest.mark.parametrize("role", ["part", "support", "total", "ceiling"])
def test_a_small_exact_headcount_is_a_few(role, headcount):
    assert disclosed(make_figure(headcount, role)) == [(role, "few", None)]


@pytest.mark.parametrize("headcount", [0, SMALL, 110])
def test_zero_and_what_is_not_small_are_shown(headcount):
    assert disclosed(make_figure(headcount)) == [("part", "exact", headcount)]


def test_what_the_editor_rounded_is_not_hidden():
    assert disclosed(about(3)) == [("part", "about", 3)]


def test_the_limit_is_a_setting(settings):
    settings.SMALL_HEADCOUNT = 10
    assert shown(disclose([make_figure(9), make_figure(10)])) == [("part", "few", None), ("part", "exact", 10)]


def test_a_total_beside_a_hidden_part_is_rounded():
    assert disclosed(make_figure(103, "total"), make_figure(100), make_figure(3)) == [
        ("total", "about", 100),
        ("part", "exact", 100),
        ("part", "few", None),
    ]


def test_a_ceiling_that_would_bound_a_hidden_part_is_rounded():
    assert disclosed(make_figure(101, "ceiling"), make_figure(100), make_figure(1))[0] == ("ceiling", "about", 100)


def test_a_total_without_parts_of_another_date_is_rounded_when_nothing_else_changed():
    history = make_figure(103, "total", as_of="2019")
    assert disclosed(history, make_figure(100, as_of="2020"), make_figure(3, as_of="2020"))[0] == (
        "total",
        "about",
        100,
    )


def test_a_total_whose_own_parts_are_all_shown_stays_exact():
    history = [make_figure(112, "total", as_of="2019"), make_figure(100, as_of="2019"), make_figure(12, as_of="2019")]
    now = [make_figure(100, as_of="2020"), make_figure(3, as_of="2020")]
    assert disclosed(*history, *now)[:3] == [("total", "exact", 112), ("part", "exact", 100), ("part", "exact", 12)]


def test_many_small_parts_never_show_that_each_must_be_one():
    figures = [make_figure(4, "total"), *(make_figure(1) for _ in range(4))]
    assert disclosed(*figures) == [("total", "withheld", None), *[("part", "few", None)] * 4]


operations = st.sampled_from([None, EUTM, MINUSMA])
dates = st.sampled_from(["", "2019", "2020"])
numbers = st.one_of(st.integers(0, 12), st.integers(95, 112), st.integers(0, 700))


@st.composite
def any_figures(draw):
    """Draw figures as a careless desk could type them: they need not add up; one total per date, as the rows have."""
    figures, totals = [], set()
    for _ in range(draw(st.integers(1, 9))):
        role = draw(st.sampled_from(["total", "part", "part", "part", "support", "ceiling"]))
        as_of = draw(dates)
        if role == "total" and as_of in totals:
            continue
        totals |= {as_of} if role == "total" else set()
        qualifier = draw(st.sampled_from(["exact", "exact", "exact", "about", "at_least", "at_most", "withheld"]))
        headcount = None if qualifier == "withheld" else draw(numbers)
        figures.append(make_figure(headcount, role, qualifier=qualifier, as_of=as_of, operation=draw(operations)))
    return figures


def hidden_in(figures):
    return [figure for figure in figures if figure.qualifier == "exact" and figure.headcount in CANDIDATES]


def with_headcounts(figures, headcounts):
    """Return the figures with other headcounts in place of theirs."""
    return [figure.model_copy(update={"headcount": headcounts.get(figure.uid, figure.headcount)}) for figure in figures]


@steady
@given(any_figures())
def test_no_document_holds_a_small_exact_headcount(figures):
    assert hidden_in(disclose(figures, SMALL)) == []


@steady
@given(any_figures())
def test_any_other_small_number_in_place_of_a_hidden_one_gives_the_same_result(figures):
    if not hidden_in(figures):
        figures = [*figures, make_figure(SMALL - 1, as_of="2020")]
    hidden = hidden_in(figures)
    result = disclose(figures, SMALL)
    for figure, other in itertools.product(hidden, CANDIDATES):
        assert disclose(with_headcounts(figures, {figure.uid: other}), SMALL) == result


@st.composite
def true_figures(draw):
    """Draw figures that add up: a date with hidden parts, and totals, ceilings and earlier totals that follow them.

    Return the figures, and for each that moves with hidden ones: its uid and the uids it is the sum of.
    """
    parts = [
        make_figure(
            draw(st.one_of(st.integers(1, SMALL - 1), numbers)),
            draw(st.sampled_from(COUNTED)),
            as_of="2020",
            operation=draw(operations),
        )
        for _ in range(draw(st.integers(1, 5)))
    ]
    if not hidden_in(parts):
        parts.append(make_figure(draw(st.sampled_from(CANDIDATES)), as_of="2020"))
    figures, sums = list(parts), {}

    def follow(counted, role, as_of, operation=None):
        figure = make_figure(sum(part.headcount for part in counted), role, as_of=as_of, operation=operation)
        figures.append(figure)
        sums[figure.uid] = [part.uid for part in counted]

    if draw(st.booleans()):
        follow(parts, "total", "2020")
    if draw(st.booleans()):
        follow(parts, "total", "2019")
    if draw(st.booleans()):
        follow(parts, "part", "2018")
    if draw(st.booleans()):
        follow(parts, "ceiling", draw(dates))
    if draw(st.booleans()):
        operation = draw(operations)
        follow([part for part in parts if part.operation == operation], "ceiling", draw(dates), operation)
    if draw(st.booleans()):
        role = draw(st.sampled_from(COUNTED))
        follow([part for part in parts if part.role == role], "total", "")
    return draw(st.permutations(figures)), sums


@steady
@given(true_figures())
def test_an_attacker_who_knows_every_number_and_every_rule_still_finds_all_candidates(case):
    figures, sums = case
    known = {figure.uid: figure.headcount for figure in figures}
    # What follows from hidden parts (a total that is small itself, too) is not chosen freely.
    hidden = [figure.uid for figure in hidden_in(figures) if figure.uid not in sums]
    result = disclose(figures, SMALL)
    for uid, other in itertools.product(hidden, CANDIDATES):
        world = known | {uid: other}
        world |= {total: sum(world[part] for part in parts) for total, parts in sums.items()}
        assert disclose(with_headcounts(figures, world), SMALL) == result


@pytest.mark.parametrize("beside", ["total", "earlier total", "ceiling", "least", "most"])
def test_every_world_an_attacker_can_imagine_leaves_every_candidate(beside):
    """Go through all worlds of one visible part, one hidden part and one number that bounds their sum."""
    for visible in [0, 3, 5, 7, 10, 96, 97, 98, 99, 100, 101, 104, 105, 499]:
        seen = {}
        part, few = make_figure(visible, qualifier="exact" if visible != 3 else "about"), make_figure(1)
        other = make_figure(
            0,
            {"ceiling": "ceiling"}.get(beside, "total"),
            qualifier={"least": "at_least", "most": "at_most"}.get(beside, "exact"),
            as_of="2019" if beside == "earlier total" else "",
        )
        for hidden in CANDIDATES:
            total = visible + hidden
            # A ceiling or upper bound lies at or above the sum, a lower bound at or below it, a total is the sum.
            above = range(total, visible + 15)
            bounds = {"ceiling": above, "most": above, "least": range(1, total + 1)}
            for bound in bounds.get(beside, [total]):
                world = with_headcounts([part, few, other], {few.uid: hidden, other.uid: bound})
                seen.setdefault(tuple(shown(disclose(world, SMALL))), set()).add(hidden)
        assert all(candidates == set(CANDIDATES) for candidates in seen.values()), (visible, seen)


@steady
@given(any_figures())
def test_disclosing_twice_changes_nothing_more(figures):
    once = disclose(figures, SMALL)
    assert disclose(once, SMALL) == once


@steady
@given(any_figures())
def test_what_is_shown_is_still_true(figures):
    for before, after in zip(figures, disclose(figures, SMALL), strict=True):
        if before.qualifier == "at_least":
            assert after.headcount <= before.headcount
        elif before.qualifier == "at_most":
            assert after.headcount >= before.headcount
        elif after.qualifier == "exact":
            assert after.headcount == before.headcount
        elif after.qualifier == "few" and before.qualifier == "exact":
            assert before.headcount in CANDIDATES
        assert (after.headcount is None) == (after.qualifier in {"few", "withheld"})
        assert after.model_copy(update={"headcount": before.headcount, "qualifier": before.qualifier}) == before


def test_parts_of_two_versions_brought_together_hide_the_number_again():
    """The live version has the total, the draft the parts: whoever publishes the parts alone betrays nothing."""
    total = make_figure(103, "total")
    draft = disclose([make_figure(100), make_figure(3)], SMALL)
    assert disclosed(total, *draft)[0] == ("total", "about", 100)
