"""What `bench.inside` can do: fill a database, and look at every kind of page."""

import os
import time
from dataclasses import asdict, replace

from django.contrib.auth import get_user_model

from bench import dataset, desk
from bench.survey import cases, look


def fill(editions: str) -> float:
    """Fill an empty, migrated database and return the seconds it took."""
    began = time.monotonic()
    dataset.build(int(editions), processes=os.cpu_count() or 1)
    return time.monotonic() - began


def survey() -> list[dict]:
    """Return every kind of page with what one answer costs, ready to be asked for over the network."""
    found, etags = [], {}
    for each in cases():
        # The page itself stands in the list before the question whether it changed.
        case = replace(each, headers={"If-None-Match": etags[each.path]}) if each.status == 304 else each
        looked = look(case)
        etags[case.path] = looked.etag
        found.append(asdict(case) | asdict(looked))
    return found


def look_at_the_desk() -> list:
    """Return what the desk's lists and forms cost, on a database of their own."""
    return [(title, [(name, asdict(few), asdict(many)) for name, few, many in rows]) for title, rows in desk.measure()]


def forget_accounts() -> int:
    """Close the accounts of the demonstration, with which no site starts in production; return how many."""
    return get_user_model().objects.update(email="", password="")
