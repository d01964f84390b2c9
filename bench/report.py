"""The measurements as a Markdown page."""

import os
import platform
import statistics
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench.load import Round

# A page counts as flat while it touches no more than twice as many blocks of 8 KB, or so few that nobody asks why.
FLAT, FEW_BLOCKS = 2.0, 300


@dataclass(frozen=True)
class Measured:
    """A kind of page: what `bench.survey` saw in both data sets, and the rounds of each."""

    small: dict
    large: dict
    small_rounds: list[Round]
    large_rounds: list[Round]

    @property
    def name(self) -> str:
        return self.large["name"]

    @property
    def per_second(self) -> float:
        """Return the median of requests per second with all versions."""
        return statistics.median(each.per_second for each in self.large_rounds)

    @property
    def small_per_second(self) -> float:
        """Return the median of requests per second with a thousand versions; only for pages that may grow."""
        return statistics.median(each.per_second for each in self.small_rounds)

    def latency(self, name: str) -> float:
        """Return the median of p50, p95 or p99 in milliseconds."""
        return statistics.median(getattr(each, name) for each in self.large_rounds)

    @property
    def spread(self) -> float:
        """Return how far the rounds lie apart: the largest less the smallest, over the median."""
        rates = [each.per_second for each in self.large_rounds]
        return (max(rates) - min(rates)) / self.per_second

    @property
    def growth(self) -> float:
        """Return how many times as many blocks the database touches with all versions."""
        return self.large["blocks"] / max(1, self.small["blocks"])

    @property
    def is_flat(self) -> bool:
        """Tell whether the database does about the same work whatever the number of versions: counted, not timed."""
        return self.growth <= FLAT or self.large["blocks"] <= FEW_BLOCKS

    @property
    def is_over_budget(self) -> bool:
        return self.large["queries"] > self.large["budget"]


def table(heads: list[str], rows: list[list[str]]) -> str:
    """Return a Markdown table whose first column is text and whose others are numbers."""
    rule = ["---", *("---:" for _head in heads[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [heads, rule, *rows])


def machine() -> str:
    """Return what the numbers were measured on, in one line."""
    model = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), ""
    )
    parts = [f"{os.cpu_count()} cores", model, platform.system(), f"Python {platform.python_version()}"]
    return ", ".join([part for part in parts if part] + [f"{name} {version(name)}" for name in ("Django", "gunicorn")])


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def write(measured: list[Measured], *, facts: dict[str, str]) -> str:
    """Return the whole page; the first measurement is the constant answer that all others are compared with."""
    constant = measured[0].per_second
    speeds = [
        [
            each.name,
            f"{each.per_second:.0f}",
            f"{each.per_second / constant:.2f}",
            *(f"{each.latency(name):.1f}" for name in ("p50", "p95", "p99")),
            f"{each.large['queries']} / {each.large['budget']}",
            f"{each.large['python_ms']:.1f}",
            f"{each.large['database_ms']:.1f}",
            f"{each.large['bytes']:,}",
            f"{each.large['gzipped']:,}",
            f"± {each.spread / 2:.0%}",
        ]
        for each in measured
    ]
    growing = [each for each in measured if each.large["grows"]]
    flatness = [
        [
            each.name,
            f"{each.small_per_second:.0f}",
            f"{each.per_second:.0f}",
            f"{each.per_second / each.small_per_second:.2f}",
            f"{each.small['database_ms']:.1f}",
            f"{each.large['database_ms']:.1f}",
            f"{each.small['blocks']:,}",
            f"{each.large['blocks']:,}",
            "yes" if each.is_flat else "NO",
        ]
        for each in growing
    ]
    verdicts = [f"{each.name} costs {each.large['queries']} queries" for each in measured if each.is_over_budget]
    verdicts += [f"{each.name} grows with the site" for each in growing if not each.is_flat]
    few, many = facts.pop("few"), facts.pop("many")
    return "\n\n".join(
        [
            "# Bench",
            "\n".join(f"* {name}: {value}" for name, value in {"Machine": machine(), **facts}.items()),
            f"## Every kind of page, {many} published versions",
            table(
                [
                    "page",
                    "requests/s",
                    "of constant",
                    "p50 ms",
                    "p95 ms",
                    "p99 ms",
                    "queries / budget",
                    "Python ms",
                    "database ms",
                    "bytes",
                    "gzip",
                    "rounds",
                ],
                speeds,
            ),
            f"## The same pages with {few} and with {many} published versions",
            table(
                [
                    "page",
                    f"requests/s, {few}",
                    f"requests/s, {many}",
                    "ratio",
                    f"database ms, {few}",
                    f"database ms, {many}",
                    f"blocks, {few}",
                    f"blocks, {many}",
                    "flat",
                ],
                flatness,
            ),
            "## Verdict",
            "\n".join(f"* {verdict}." for verdict in verdicts) or "Every page keeps to its queries, and none grows.",
        ]
    )


def desk(measured: list) -> str:
    """Return what `bench.desk` measured as a part of the page: CPU side by side, then queries and size."""
    heads = ["page", "CPU ms", "CPU ms", "ratio", "database ms", "database ms", "queries", "queries", "KB", "KB"]
    return "\n\n".join(
        f"## {title}\n\n{table(heads, [_pair(name, few, many) for name, few, many in rows])}"
        for title, rows in measured
    )


def _pair(name: str, few: dict, many: dict) -> list[str]:
    ratio = many["python_ms"] / few["python_ms"]
    pairs = [f"{each[column]:.0f}" for column in ("database_ms", "queries", "kilobytes") for each in (few, many)]
    return [name, f"{few['python_ms']:.0f}", f"{many['python_ms']:.0f}", f"{ratio:.2f}", *pairs]
