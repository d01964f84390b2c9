"""The demonstration as Lighthouse sees it: a phone of the middle range on a slow line; medians of five.

`make bench` measures it with the rest. Alone: python -m bench.lighthouse http://localhost:8000
"""

import json
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass

from bench.report import table
from scripts import node_packages
from scripts.chromium import HOW_TO_GET_ONE, find_chromium

ROUNDS = 5
TRIES = 3
PAGES = {
    "home": "/fr/",
    "mission": "/fr/nos-missions/mali/",
    "mission with a photograph": "/de/unsere-missionen/libanon/",
    "mission with forty events": "/en/our-missions/lantern-fiction/",
    "article": "/nl/artikels/mali-belgie-draagt-de-leiding-over/",
}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# What the art direction promises: a score is a hundredth of what it says there.
LEAST = {"performance": 0.99, "accessibility": 1, "best-practices": 1, "seo": 1}
MOST = {"largest-contentful-paint": 1800, "cumulative-layout-shift": 0.02}


@dataclass(frozen=True)
class Looked:
    """What Lighthouse said of a page once: its scores, and its measurements by the names it gives them."""

    scores: dict[str, float]
    measured: dict[str, float]


class CouldNotLook(Exception):
    """Lighthouse gave up on a page, again and again; says why."""


def look(address: str) -> Looked:
    """Have Lighthouse look at one page once; it sometimes misses the start of a page, and asks to be run again."""
    for _try in range(TRIES):
        done = _run(address)
        if done.returncode == 0:
            break
    else:
        raise CouldNotLook(f"{address}: {done.stderr.strip()}")
    said = json.loads(done.stdout)
    return Looked(
        scores={name: said["categories"][name]["score"] for name in CATEGORIES},
        measured={name: audit["numericValue"] for name, audit in said["audits"].items() if "numericValue" in audit},
    )


def _run(address: str) -> subprocess.CompletedProcess:
    flags = "--headless=new --disable-quic --disable-background-networking"
    flags += " --no-sandbox" if os.geteuid() == 0 else ""
    return subprocess.run(
        [
            node_packages.node(),
            node_packages.OF_BENCH / "node_modules" / "lighthouse" / "cli" / "index.js",
            address,
            "--output=json",
            "--quiet",
            "--no-enable-error-reporting",
            f"--only-categories={','.join(CATEGORIES)}",
            f"--chrome-flags={flags}",
        ],
        env=os.environ | {"CHROME_PATH": find_chromium()},
        capture_output=True,
        text=True,
        check=False,
    )


def lacking() -> str:
    """Return what this machine lacks for it, with the way to have it; empty when nothing."""
    if not find_chromium():
        return f"no Chromium here; to have one: {HOW_TO_GET_ONE}"
    if not node_packages.fetch(node_packages.OF_BENCH):
        return f"npm could not install it; {node_packages.HOW_TO_GET_THEM}"
    return ""


def section(site: str) -> str:
    """Return the medians of a site that shows the demonstration, as a part of the report."""
    if why := lacking():
        return f"## Lighthouse\n\nNot measured: {why}."
    rounds = {name: [] for name in PAGES}
    try:
        for _round in range(ROUNDS):
            # Round by round: what disturbs one round disturbs all pages alike.
            for name, path in PAGES.items():
                rounds[name].append(look(f"{site}{path}"))
    except CouldNotLook as problem:
        # The other measurements took ten minutes: they are told all the same.
        return f"## Lighthouse\n\nNot measured: {problem}"
    rows, verdicts = [], []
    for name, looked in rounds.items():
        scores = {each: statistics.median(one.scores[each] for one in looked) for each in CATEGORIES}
        measured = {each: statistics.median(one.measured[each] for one in looked) for each in looked[0].measured}
        rows.append(
            [
                name,
                *(f"{score * 100:.0f}" for score in scores.values()),
                f"{measured['first-contentful-paint'] / 1000:.1f}",
                f"{measured['largest-contentful-paint'] / 1000:.1f}",
                f"{measured['total-blocking-time']:.0f}",
                f"{measured['cumulative-layout-shift']:.3f}",
                f"{measured['total-byte-weight'] / 1024:.0f}",
            ]
        )
        missed = [each for each, least in LEAST.items() if scores[each] < least]
        missed += [each for each, most in MOST.items() if measured[each] > most]
        verdicts += [f"* {name} misses its budget: {', '.join(missed)}."] if missed else []
    heads = ["page", *CATEGORIES, "first paint s", "largest paint s", "blocked ms", "shift", "KB"]
    return "\n\n".join(
        [
            "## Lighthouse, on a phone",
            table(heads, rows),
            "\n".join(verdicts) or "Every page keeps to the budgets of the art direction.",
        ]
    )


if __name__ == "__main__":
    print(section(sys.argv[1].rstrip("/")))
