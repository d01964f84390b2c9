"""Which published pages show the words of another: what a new label leaves to be published anew."""

from collections.abc import Mapping

from publishing import drafts
from publishing.comparison import Change, What
from publishing.models.working import WorkingPage


def shows_words_of(change: Change, uid) -> bool:
    """Tell whether a change is only that another page, shown here, has new words."""
    if change.what == What.CHANGED and str(uid) in change.key.split("/")[:-1]:
        return True
    old, new = change.old, change.new
    return isinstance(old, Mapping) and isinstance(new, Mapping) and old.get("uid") == new.get("uid") == str(uid)


def ticks_of(row: WorkingPage, uid) -> list[str]:
    """Return the ticks of the changes by which a published page shows the new words of another."""
    return [each.tick for each in drafts.differences(row) if shows_words_of(each.change, uid)]


def to_publish_anew(row: WorkingPage) -> list[WorkingPage]:
    """Return the published pages whose frozen words of this one are no longer its words, itself first."""
    own = [row] if drafts.bases(row.page()) and drafts.differences(row) else []
    others = [user for user in drafts.using(row) if drafts.bases(user.page()) and ticks_of(user, row.uid)]
    return own + sorted(others, key=str)
