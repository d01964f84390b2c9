"""The first of the month in French: "1er janvier". Django's formats cannot say it; they know English ordinals alone."""

from django.utils import dateformat
from django.utils.translation import get_language


class DateFormat(dateformat.DateFormat):
    """Django's own, but that day one is an ordinal wherever the day stands in French without a leading zero."""

    def j(self):
        """Return the day of the month, as it is said in the active language."""
        return "1er" if self.data.day == 1 and (get_language() or "").startswith("fr") else super().j()


def install() -> None:
    """Let every date of the site be formatted so, those of Django's own pages as well."""
    dateformat.DateFormat = DateFormat
