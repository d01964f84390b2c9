"""The drawings beside the figures of a mission."""

from django import template

from missions import strength
from missions import unit_chart as dots
from missions.headcounts import Overview

register = template.Library()


@register.simple_tag
def unit_chart(overview: Overview) -> dots.UnitChart | None:
    """Return the dots of the current total; None where there is nothing to draw."""
    return dots.unit_chart(overview)


@register.simple_tag
def strength_charts(overview: Overview) -> list[strength.StrengthChart]:
    """Return the charts of strength over time; none for fewer than three dated figures."""
    return strength.strength_charts(overview)
