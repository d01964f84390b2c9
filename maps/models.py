"""Django looks for tables here."""

from maps.locator import PublishedMark as PublishedMark
from maps.sheets import Sheet as Sheet
