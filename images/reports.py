"""What the gate did to the files of one person, kept in the session until it is put away: kinds, never values."""

from collections.abc import Callable

from django.contrib.sessions.backends.base import SessionBase

from images.models import Picture

KEY = "picture_reports"
MOST = 100  # files
THUMBNAIL = 320  # pixels


class Reports:
    """The reports of a session, the newest first."""

    def __init__(self, session: SessionBase):
        self.session = session

    def add(self, taken: list[dict]) -> None:
        """Remember what happened to files: name, outcome (in, known, refused), sentences, pk of the picture or None.

        `alike` are the pk of pictures that look like it, if that was asked.
        """
        if taken:
            self.session[KEY] = [*taken, *self.session.get(KEY, [])][:MOST]

    def dismiss(self) -> None:
        """Forget all of them."""
        self.session.pop(KEY, None)

    def results(self, address: Callable[[Picture, int], str], taken: list[dict] | None = None) -> list[dict]:
        """Return the reports, or only those just `taken`, each with its picture as the library has it now."""
        reports = self.session.get(KEY, []) if taken is None else taken
        keys = {key for report in reports for key in [report["pk"], *report.get("alike", [])] if key}
        pictures = Picture.objects.in_bulk(keys) if keys else {}
        return [self._result(report, pictures, address) for report in reports]

    def _result(self, report: dict, pictures: dict[int, Picture], address: Callable[[Picture, int], str]) -> dict:
        # Others that were deleted since are no longer worth a word.
        others = [pictures[key] for key in report.get("alike", []) if key in pictures]
        picture = pictures.get(report["pk"])
        if picture is None:
            return report | {"alike": []}
        shown = {"picture": picture, "thumbnail": address(picture, THUMBNAIL), "alike": others}
        if report["outcome"] == "in":
            shown["left_to_do"] = picture.left_to_do()
        return report | shown
