"""Who may do what on the desk, as data; a migration makes the groups.

A permission is written `app.action_model`. An author writes and asks; a releaser lets out; a duty officer may let a
small correction out alone; an administrator may do everything that leaves a record; a translator has a language.
"""

from django.conf import settings

CONTENT = {
    "missions": ["mission", "deployment", "briefing", "operation", "legalbasis", "component", "place", "easyversion"],
    "timeline": ["timelineevent"],
    "articles": [
        "article",
        "block",
        "theme",
        "themeplace",
        "category",
        "tag",
        "person",
        "notice",
        "standingpage",
        "pagedownload",
    ],
    "images": ["picture"],
    "files": ["film", "download"],
}
RECORDS = ["release", "edition", "address", "addresstransfer", "withdrawal", "takedown", "redaction", "sharelink"]


def _on_content(*actions: str) -> set[str]:
    return {f"{app}.{action}_{model}" for app, models in CONTENT.items() for model in models for action in actions}


READ = _on_content("view") | {f"publishing.view_{record}" for record in RECORDS}
WRITE = READ | _on_content("add", "change", "delete") | {"publishing.request_release", "publishing.share_draft"}
LET_OUT = WRITE | {
    "publishing.approve_release",
    "publishing.withdraw_page",
    "publishing.approve_small_correction",
    "publishing.view_trail",
}

ROLES: dict[str, set[str]] = {
    "author": WRITE,
    "releaser": LET_OUT,
    "duty-officer": WRITE | {"publishing.approve_small_correction", "publishing.withdraw_page"},
    "administrator": LET_OUT
    | {"publishing.override_languages", "publishing.redact_page", "publishing.take_over_address"}
    | {f"auth.{action}_{model}" for action in ("add", "change", "delete", "view") for model in ("user", "group")},
}


def translator(language: str) -> tuple[str, set[str]]:
    """Return the name and the permissions of the role that translates into one language."""
    return f"translator-{language}", READ | {f"languages.translate_{language}"}


def ensure(group_model, permission_model) -> None:
    """Make the groups that are missing and give each its permissions; what a group has beside stays.

    Takes the models so that a migration can pass those of its own moment; a permission that does not exist yet at
    that moment is given by the migration that makes it (`grant`).
    """
    roles = ROLES | dict(translator(code) for code, _name in settings.LANGUAGES)
    known = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in permission_model.objects.select_related("content_type")
    }
    for role, names in roles.items():
        group, _made = group_model.objects.get_or_create(name=role)
        group.permissions.add(*(known[name] for name in sorted(names) if name in known))


def grant(group_model, permission_model, names: set[str]) -> None:
    """Give permissions that came later to the groups that have them by their role; groups not made yet get theirs."""
    roles = ROLES | dict(translator(code) for code, _name in settings.LANGUAGES)
    for group in group_model.objects.filter(name__in=roles):
        for name in sorted(names & roles[group.name]):
            app, codename = name.split(".")
            group.permissions.add(permission_model.objects.get(content_type__app_label=app, codename=codename))
