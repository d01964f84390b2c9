"""Draws the maps of the missions, or any map into a folder to look at it."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maps import drawing, locator
from maps.countries import can_be_drawn
from maps.subjects import Subject, seas
from maps.territories import WrongCountry

WORLD = Path(settings.BASE_DIR) / "static" / "maps" / "world.svg"


class Command(BaseCommand):
    help = (
        "Draw countries, regions and seas as SVG into a folder, to look at them: draw_sheets ML EE+LV+LT "
        "X-BALTIC-SEA --to=sheets. Pages have their maps drawn by themselves, when they are saved. --world draws the "
        "ground of the locator map anew, into static/maps."
    )

    def add_arguments(self, parser):
        parser.add_argument("subjects", nargs="*", help="ML for a country, EE+LV for a region, X-BALTIC-SEA for a sea.")
        parser.add_argument("--to", type=Path, help="The folder; it is made if it is not there.")
        parser.add_argument("--world", action="store_true", help="Draw the ground of the locator map.")

    def handle(self, *args, **options):
        if options["world"]:
            WORLD.parent.mkdir(parents=True, exist_ok=True)
            WORLD.write_text(locator.ground())
            self.stdout.write(f"Drawn: {WORLD.relative_to(settings.BASE_DIR)}")
        if options["subjects"] and not options["to"]:
            raise CommandError("Say where the drawings go: --to=folder")
        for name in options["subjects"]:
            options["to"].mkdir(parents=True, exist_ok=True)
            try:
                svg = drawing.draw(_subject(name))
            except WrongCountry as error:
                raise CommandError(f"{name} is refused. {error}") from error
            (options["to"] / f"{name}.svg").write_text(svg)
            self.stdout.write(f"Drawn: {name}.svg")


def _subject(name: str) -> Subject:
    if name in seas():
        return Subject("sea", (), name)
    codes = tuple(sorted(name.split("+")))
    unknown = [code for code in codes if not can_be_drawn(code)]
    if unknown:
        raise CommandError(f"Nothing is known about {', '.join(unknown)}. Seas: {', '.join(seas())}.")
    return Subject("country" if len(codes) == 1 else "region", codes)
