"""Run as a program on an empty database: fills it, takes the migrations back to the first editions and forth again.

Prints what the public reads and what the desk holds, before and after; whoever started it compares the two.
"""

# ruff: noqa: PLC0415 - models can be imported once Django is set up, not before

import json
import sys

import django
from django.core.management import call_command

# The state of the first landing; what depends on anything later goes with it.
FIRST_EDITIONS = [
    ("publishing", "0002"),
    ("articles", "0003"),
    ("missions", "0001"),
    ("images", "0002"),
    ("languages", "0001"),
]


def fill():
    from tests import factories
    from tests.people import make_alice, make_bob
    from tests.publishing.stories import publish, written_by

    alice, bob = make_alice(), make_bob()
    mission = factories.make_mission(name="Mali", slug="mali", operations=[factories.make_operation()])
    factories.make_event(mission, date="2013-04-25", picture=factories.make_picture())
    factories.make_headcount(mission, headcount=15)
    factories.make_briefing(mission, factories.make_component(), film=factories.make_film())
    article = factories.make_block(text="<p>Words of a piece.</p>").article
    for row in (mission, article):
        publish(written_by(alice, row), alice=alice, bob=bob)
    written_by(alice, mission, lead_fr="Une phrase qui attend")


def seen():
    """Return what must be the same afterwards: versions byte for byte, drafts, and what the public is answered."""
    from django.test import Client

    from articles.models import Block
    from missions.models import Mission
    from publishing.models import Edition

    call_command("chain", "verify", stdout=sys.stderr)
    paths = list(Edition.objects.order_by("sequence").values_list("path", flat=True))
    return {
        "versions": list(Edition.objects.order_by("sequence").values_list("sequence", "document", "seal")),
        "draft": list(Mission.objects.values_list("lead_fr", "lead_de", "name_nl")),
        "pieces": list(Block.objects.values_list("text_fr", flat=True)),
        "answers": {path: Client(SERVER_NAME="localhost").get(path).status_code for path in paths if path},
    }


def main():
    django.setup()
    call_command("migrate", verbosity=0)
    fill()
    before = seen()
    for app, name in FIRST_EDITIONS:
        call_command("migrate", app, name, verbosity=0)
    call_command("migrate", verbosity=0)
    sys.stdout.write(json.dumps([before, seen()], default=str))


if __name__ == "__main__":
    main()
