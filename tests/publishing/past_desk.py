"""The pages of the desk about the past of a draft: where they are, and how one gets there."""

from django.urls import reverse

from publishing.models import SavedDraft
from tests.publishing.past import history

DELETED = "admin:publishing_deleteddraft_changelist"


def url(verb, row, *arguments):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{verb}", args=[row.pk, *arguments])


def as_user(client, user):
    client.force_login(user)
    return client


def every_address(row):
    """Return every page about the saves of a draft, without and with a choice."""
    saved = history(row)[-1].pk
    return [
        url("history", row),
        url("compare_saves", row),
        f"{url('compare_saves', row)}?from={saved}&to=now",
        url("restore_save", row, saved),
    ]


def deletion_of(client, user, row):
    as_user(client, user).post(url("delete", row), {"post": "yes"})
    assert not type(row).objects.filter(pk=row.pk).exists()
    return SavedDraft.objects.of(row.uid).first()


def recover(deletion):
    return reverse("admin:publishing_deleteddraft_recover", args=[deletion.pk])
