"""Guessing passwords is slow: after some failures a wait that grows, for one account from one address and per address.

Nobody is locked out by what others type: a wait belongs to an address, alone or with an account. Failures of one
account from everywhere only take away how often an address may try it without waiting.
"""

import ipaddress
import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.crypto import salted_hmac

from publishing import trail
from publishing.models import LogInTries

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(minutes=15)
# How often an account may be tried from one address without waiting, in peace and while it is under attack.
FREE, FREE_UNDER_ATTACK = 5, 1
# An office of many shares one address: more failures before a wait, and they run out sooner.
FREE_OF_ADDRESS = 20
# From so many failures on, wherever they came from, an account is under attack.
ATTACK = 30
RUNS_OUT_IN = timedelta(minutes=15)
RUNS_OUT_IN_FOR_MANY = timedelta(minutes=1)


@dataclass(frozen=True)
class Keys:
    """Under which marks a try is counted."""

    pair: str
    address: str
    account: str


def address_of(request) -> str:
    """Return the network a request comes from: behind proxies what the outermost of ours saw; of IPv6 the first half.

    Whoever comes writes what they like before that; only what our own proxies added is read.
    """
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    behind = settings.PROXIES
    text = told[-behind] if 0 < behind <= len(told) else ""
    try:
        address = ipaddress.ip_address(text or request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return request.META.get("REMOTE_ADDR", "")
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def _keys(name: str, address: str) -> Keys:
    def mark(*parts):
        return salted_hmac("publishing.log_ins", "\0".join(parts), algorithm="sha256").hexdigest()

    account = name.strip().casefold()
    return Keys(mark("pair", account, address), mark("address", address), mark("account", account))


def _left(row: LogInTries, runs_out_in: timedelta, now: datetime) -> float:
    """Return how many failures still count: one runs out after another, whole ones and parts."""
    return max(0.0, row.number - max(timedelta(), now - row.counted_at) / runs_out_in)


def wait_after(failures: float, free: int) -> timedelta:
    """Return how long to wait after so many failures: nothing at first, then twice as long each time."""
    beyond = math.ceil(failures) - free
    return timedelta() if beyond < 0 else min(FIRST_WAIT * 2 ** min(beyond, 10), LONGEST_WAIT)


@transaction.atomic
def begin(name: str, address: str, *, now: datetime) -> timedelta:
    """Count a try before the password is looked at, and return nothing; or return how long to wait before one.

    It counts as a failure until `succeeded` takes it back: a hundred tries at once are then counted as a hundred, by
    whichever process. A try that has to wait is not counted, or whoever is impatient would wait for ever.
    """
    keys = _keys(name, address)
    rows = LogInTries.objects.locked([keys.pair, keys.address, keys.account], now)
    numbers = {
        keys.pair: _left(rows[keys.pair], RUNS_OUT_IN, now),
        keys.address: _left(rows[keys.address], RUNS_OUT_IN_FOR_MANY, now),
        keys.account: _left(rows[keys.account], RUNS_OUT_IN_FOR_MANY, now),
    }
    free = FREE_UNDER_ATTACK if numbers[keys.account] >= ATTACK else FREE
    limits = {keys.pair: free, keys.address: FREE_OF_ADDRESS}
    waits = [rows[key].counted_at + wait_after(numbers[key], limit) - now for key, limit in limits.items()]
    if max(waits) > timedelta():
        return max(waits)
    for key, number in numbers.items():
        LogInTries.objects.filter(key=key).update(number=number + 1, counted_at=now)
        limit = limits.get(key, ATTACK)
        if math.ceil(number) < limit <= math.ceil(number + 1):
            _tell(name, address, now=now)
    return timedelta()


def _tell(name: str, address: str, *, now: datetime) -> None:
    """Say once, in the trail and in the log, that somebody has to wait from now on.

    A name that is nobody's may be a password mistyped: it is not written down. The address goes to the log alone, which
    does not last for ever.
    """
    known = get_user_model().objects.filter(username=name).values_list("username", flat=True).first()
    trail.note(trail.Act.SLOWED, by=None, at=now, title=known or "")
    logger.warning("Log-in from %s slowed down after many failures.", address)


@transaction.atomic
def succeeded(name: str, address: str, *, now: datetime) -> None:
    """Forget the failures of an account from an address, and take back what `begin` counted elsewhere."""
    keys = _keys(name, address)
    rows = LogInTries.objects.locked([keys.pair, keys.address, keys.account], now)
    for key in (keys.address, keys.account):
        LogInTries.objects.filter(key=key).update(number=max(0, rows[key].number - 1))
    LogInTries.objects.filter(key=keys.pair).delete()
