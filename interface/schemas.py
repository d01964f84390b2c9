"""The shapes of the answers. They are a promise: in version 1 fields are added, never renamed or removed."""

import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from pydantic import Field

from interface.documents import EDTF, Published, PublishedDocument

Language = Literal[tuple(code for code, _name in settings.LANGUAGES)]
PageKind = Literal["mission", "easy", "article", "notice", "standing", "theme", "category"]
TermKind = Literal["theme", "category", "tag", "operation"]
Status = Literal["planned", "running", "ended"]
Qualifier = Literal["exact", "about", "at_least", "at_most", "withheld", "few"]

FOR_PEOPLE = "Address of the page for people."
FOR_MACHINES = "Address of the same in this interface."
NUMBER = (
    "Soldiers. Null when the qualifier is `few` (one or more, too few to be told apart) or `withheld`: then no other "
    "number here gives it away either."
)


class Licence(Published):
    """Under what terms the data may be used."""

    name: str
    url: str


class OtherLanguage(Published):
    """The same page in one language."""

    language: Language
    url: str = Field(description=FOR_PEOPLE)
    api_url: str = Field(description=FOR_MACHINES)


class Problem(Published):
    """Why there is no answer, as RFC 9457 has it, in the reader's language."""

    type: str = Field(description="about:blank: the status says what kind of problem it is.")
    title: str
    status: int
    detail: str = Field(description="A sentence for people.")
    parameters: dict[str, str] = Field(description="What is wrong with which parameter; empty for other problems.")
    languages: list[OtherLanguage] = Field(description="The languages in which the page exists, if it does in some.")


class InALanguage(Published):
    """Where to begin in one language."""

    language: Language
    name: str = Field(description="What the language calls itself.")
    organisation: str
    home: str
    pages: str
    missions: str
    events: str
    headcounts: str
    terms: str
    headcounts_csv: str
    headcounts_csv_for_excel: str
    headcounts_json: str


class Start(Published):
    """Where to begin."""

    version: str = Field(description="Of the interface.")
    openapi: str = Field(description="Address of its description.")
    licence: Licence
    languages: list[InALanguage]


class Reference(Published):
    """A published version in a list."""

    uid: UUID = Field(description="Of the page: the same for ever, in every language.")
    kind: PageKind
    language: Language
    url: str = Field(description=FOR_PEOPLE)
    api_url: str = Field(description=FOR_MACHINES)
    title: str
    summary: str
    date: str = Field(description=f"The date that the page itself carries. {EDTF}")
    about: UUID | None = Field(description="The mission of a notice or of an easy version.")
    version: int = Field(description="Number of the published version, unique over the whole site.")
    published_since: datetime.datetime
    digest: str = Field(description="SHA-256 that names this version in the chain of all versions.")


class Pages(Published):
    """A part of the list of pages."""

    items: list[Reference]
    next: str | None = Field(description="Address of the next part; null at the end.")


class Version(Published):
    """A published version with its words."""

    uid: UUID = Field(description="Of the page: the same for ever, in every language.")
    kind: PageKind
    language: Language
    url: str = Field(description=FOR_PEOPLE)
    title: str
    version: int = Field(description="Number of the published version, unique over the whole site.")
    published_since: datetime.datetime
    published_until: datetime.datetime | None = Field(description="Null while it is the version that readers find.")
    public_note: str = Field(description="What the ministry says about the change; often empty.")
    removed_on: list[datetime.date] = Field(description="Days on which passages were removed from every version.")
    digest: str = Field(description="SHA-256 that names this version in the chain of all versions.")
    document: PublishedDocument


class Page(Version):
    """The version that readers find now."""

    languages: list[OtherLanguage] = Field(description="The languages that the page has, this one included.")
    versions: str = Field(description="Address of its public history in this language.")


class PastVersion(Published):
    """A line in the public history of a page."""

    version: int
    title: str
    url: str = Field(description="Permanent address of this version for people.")
    api_url: str = Field(description=FOR_MACHINES)
    published_since: datetime.datetime
    published_until: datetime.datetime | None = Field(description="Null while it is the version that readers find.")
    public_note: str
    passages_removed: int


class Versions(Published):
    """A part of the public history of a page, the latest version first."""

    items: list[PastVersion]
    next: str | None = Field(description="Address of the next part; null at the end.")


class Total(Published):
    """The number that stands for a mission now."""

    headcount: int | None = Field(description=NUMBER)
    qualifier: Qualifier
    computed: bool = Field(description="Whether it was added up from the parts.")
    as_of: str = Field(description=EDTF)
    source_title: str
    source_url: str


class MissionReference(Reference):
    """A mission in a list."""

    status: Status
    total: Total | None = Field(description="Null when no honest total can be given.")


class Missions(Published):
    """A part of the list of missions, in the order of the editors."""

    items: list[MissionReference]
    next: str | None = Field(description="Address of the next part; null at the end.")


class EventReference(Published):
    """An event of a mission."""

    uid: UUID
    mission: UUID
    mission_title: str
    language: Language
    url: str = Field(description=FOR_PEOPLE)
    title: str
    date: str = Field(description=EDTF)
    date_in_words: str
    first_day: datetime.date | None = Field(description="The first day it can have been; null for an open start.")
    last_day: datetime.date | None = Field(description="The last day it can have been; null for an open end.")


class Events(Published):
    """A part of the list of events, the latest first."""

    items: list[EventReference]
    next: str | None = Field(description="Address of the next part; null at the end.")


class Headcount(Published):
    """A headcount with its date and its source. The columns of the CSV file are these, in this order."""

    mission_title: str
    label: str = Field(description="What the number counts; may be empty for a total.")
    role: Literal["total", "part", "support", "ceiling"] = Field(
        description="`part` and `support` (from home) add up to the total; `ceiling` is what is authorised."
    )
    headcount: int | None = Field(description=NUMBER)
    qualifier: Qualifier
    computed: bool = Field(description="Whether it was added up from the parts.")
    current: bool = Field(description="Whether it belongs to the situation of today; false for the history.")
    as_of: str = Field(description=f"The date the number is true for. {EDTF}")
    as_of_in_words: str
    first_day: datetime.date | None = Field(description="First day of that date; null when undated or open.")
    last_day: datetime.date | None = Field(description="Last day of that date; null when undated or open.")
    operation_label: str
    source_title: str
    source_url: str
    language: Language
    url: str = Field(description=FOR_PEOPLE)
    version: int = Field(description="Number of the published version that says so.")
    published_since: datetime.datetime
    mission: UUID
    operation: UUID | None
    uid: UUID | None = Field(description="Of the headcount; null for a total that was added up.")


class Headcounts(Published):
    """A part of the list of headcounts."""

    items: list[Headcount]
    next: str | None = Field(description="Address of the next part; null at the end.")


class HeadcountFile(Published):
    """All published headcounts in one language."""

    language: Language
    attribution: str = Field(description="Whom to name as the source.")
    licence: Licence
    url: str = Field(description=FOR_PEOPLE)
    headcounts: list[Headcount]


class ReleasedTerm(Published):
    """A theme, category, keyword or operation that a live page names."""

    uid: UUID
    kind: TermKind
    language: Language
    label: str
    url: str = Field(description="Address of its page for people; empty when it has none.")


class Terms(Published):
    """A part of the list of terms."""

    items: list[ReleasedTerm]
    next: str | None = Field(description="Address of the next part; null at the end.")
