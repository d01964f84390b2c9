"""Sending the letters of the outbox: made of titles and links at the moment they go, in the receiver's language.

No word of a draft beyond its title goes into a letter. A mail server that is away costs attempts, never a letter's act.
"""

from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from publishing import moments
from publishing.letters import READ
from publishing.models.colleagues import Preference
from publishing.models.letters import Letter
from publishing.models.releases import Candidate, Release
from publishing.standings import title_of

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
AT_A_TIME = 100
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=4)
# What was true a week ago is no news.
NEWS_FOR = timedelta(days=7)
APPROVE = "publishing.approve_release"


def is_possible() -> bool:
    """Tell whether letters can leave this house at all: a mail server is named, or letters go elsewhere on purpose."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def waiting(now: datetime):
    """Return the letters whose time has come, the oldest first."""
    candidates = Candidate.objects.defer("document").order_by("page", "language")
    return (
        Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=now)
        .select_related("to", "instead_of", "release__requested_by", "release__decided_by")
        .prefetch_related(Prefetch("release__candidates", candidates))
        .order_by("due_at", "pk")
    )


def send(now: datetime) -> dict[str, int]:
    """Send what is due and return how many letters were sent, no longer needed, put off and given up."""
    counts = dict.fromkeys(("sent", "needless", "put off", "given up"), 0)
    letters = list(waiting(now)[:AT_A_TIME])
    languages = dict(
        Preference.objects.filter(user__in={letter.to for letter in letters}).values_list("user", "language")
    )
    needed = []
    for letter in letters:
        if _is_needed(letter, now):
            needed.append(letter)
        else:
            letter.state = Letter.State.NEEDLESS
            letter.save(update_fields=["state"])
            counts["needless"] += 1
    if not needed:
        return counts
    connection = get_connection()
    try:
        connection.open()
    except (SMTPException, OSError) as error:
        for letter in needed:
            counts[_put_off(letter, error, now)] += 1
        return counts
    try:
        for letter in needed:
            message = compose(letter, languages.get(letter.to_id, ""))
            message.connection = connection
            try:
                message.send()
            except (SMTPException, OSError, ValueError) as error:
                counts[_put_off(letter, error, now)] += 1
            else:
                letter.state, letter.sent_at, letter.error = Letter.State.SENT, now, ""
                letter.attempts += 1
                letter.save(update_fields=["state", "sent_at", "error", "attempts"])
                counts["sent"] += 1
    finally:
        connection.close()
    return counts


def _put_off(letter: Letter, error: Exception, now: datetime) -> str:
    """Try again later, each time after twice as long, or give up; return which."""
    letter.attempts += 1
    letter.error = f"{type(error).__name__}: {error}"[:300]
    if letter.attempts >= MOST_ATTEMPTS:
        letter.state = Letter.State.GIVEN_UP
    else:
        letter.due_at = now + min(timedelta(minutes=2 ** (letter.attempts - 1)), LONGEST_WAIT)
    letter.save(update_fields=["attempts", "error", "state", "due_at"])
    return "given up" if letter.state == Letter.State.GIVEN_UP else "put off"


def _is_needed(letter: Letter, now: datetime) -> bool:
    """Tell whether a letter still says what is true, to somebody who may still read it."""
    user, release = letter.to, letter.release
    if not (user.is_active and user.email and user.has_perm(READ)) or now - letter.written_at > _patience(letter):
        return False
    match letter.about:
        case Letter.About.ASKED:
            return release.state == Release.State.REQUESTED and user.has_perm(APPROVE)
        case Letter.About.REFUSED:
            return release.state == Release.State.REFUSED
        case Letter.About.CANCELLED:
            return release.state == Release.State.CANCELLED
        case Letter.About.LIVE:
            return release.state == Release.State.APPROVED and release.live_from <= now
        case _:
            return release.confirmed_at is None and user.has_perm(APPROVE)


def _patience(letter: Letter) -> timedelta:
    """Return how long after it was written a letter still goes; one for a later moment was written long before."""
    ahead = letter.release.live_from if letter.about == Letter.About.LIVE else None
    return NEWS_FOR + (max(ahead - letter.written_at, timedelta()) if ahead else timedelta())


def compose(letter: Letter, language: str = "") -> EmailMessage:
    """Return the message of a letter; in all languages, one below the other, when the receiver has chosen none."""
    subjects, texts, titles = [], [], ""
    for code in [language] if language in LANGUAGES else LANGUAGES:
        with translation.override(code):
            facts = _facts(letter, code)
            subjects.append(_short(letter))
            # Quoted once, whatever the number of languages: it is in that of whoever asks.
            texts.append(_text(letter, facts | {"note": "" if texts else letter.release.note}))
            titles = titles or facts["titles"]
    subject = " ".join(f"{titles} – {' / '.join(subjects)}".split())
    return EmailMessage(subject, "\n\n--\n\n".join(texts) + "\n", settings.DEFAULT_FROM_EMAIL, [letter.to.email])


def _short(letter: Letter) -> str:
    return {
        Letter.About.ASKED: _("waits for your approval"),
        Letter.About.REFUSED: _("publication refused"),
        Letter.About.LIVE: _("is live"),
        Letter.About.CANCELLED: _("publication cancelled"),
        Letter.About.TO_CONFIRM: _("a small correction to confirm"),
    }[letter.about]


def _text(letter: Letter, facts: dict[str, str]) -> str:
    match letter.about:
        case Letter.About.ASKED:
            sentences = [_("%(asker)s asks for the publication of “%(titles)s” (%(languages)s).") % facts]
            if facts["moment"]:
                sentences.append(_("Wanted for %(moment)s (%(zone)s).") % facts)
            if facts["note"]:
                sentences.append(_("%(asker)s notes: “%(note)s”") % facts)
        case Letter.About.REFUSED:
            sentences = [
                _("%(decider)s refused the publication of “%(titles)s” (%(languages)s).") % facts,
                _("The reason stands at the desk."),
            ]
        case Letter.About.LIVE:
            sentences = [_("“%(titles)s” (%(languages)s) is live since %(moment)s (%(zone)s).") % facts]
        case Letter.About.CANCELLED:
            sentences = [
                _("%(decider)s cancelled the publication of “%(titles)s” (%(languages)s).") % facts,
                _("It will not go live. The draft is as it was."),
            ]
        case _:
            sentences = [
                _("%(decider)s published a small correction of “%(titles)s” (%(languages)s) alone.") % facts,
                _("A second person confirms it on the next working day."),
            ]
    if letter.instead_of:
        sentences.append(_("You stand in for %(name)s.") % {"name": letter.instead_of})
    address = reverse("admin:publishing_release_decide", args=[letter.release_id])
    return "\n".join([*sentences, "", f"{settings.DESK_URL}{address}"])


def _facts(letter: Letter, language: str) -> dict[str, str]:
    pages: dict[int, dict[str, str]] = {}
    for candidate in letter.release.candidates.all():
        pages.setdefault(candidate.page_id, {})[candidate.language] = candidate.title
    languages = sorted({code for titles in pages.values() for code in titles}, key=LANGUAGES.index)
    moment = letter.release.live_from or letter.release.wanted_from
    return {
        "asker": str(letter.release.requested_by),
        "decider": str(letter.release.decided_by or ""),
        "titles": ", ".join(title_of(titles, language) for titles in pages.values()),
        "languages": ", ".join(code.upper() for code in languages),
        "moment": moments.in_words(moment) if moment else "",
        "zone": moments.zone(),
    }
