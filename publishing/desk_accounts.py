"""Accounts and groups at the desk: Django's own forms, and in the trail who gave whom which right; never a password."""

import json

from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, User
from django.utils import timezone

from publishing import trail


def _permissions(row, name: str) -> list[str]:
    found = getattr(row, name).values_list("content_type__app_label", "codename").order_by("content_type", "codename")
    return [f"{app}.{codename}" for app, codename in found]


def rights_of(row: User | Group) -> dict[str, object]:
    """Return what an account or a group may do, for the trail."""
    if isinstance(row, Group):
        return {"permissions": _permissions(row, "permissions")}
    return {
        "active": row.is_active,
        "staff": row.is_staff,
        "superuser": row.is_superuser,
        "groups": list(row.groups.order_by("name").values_list("name", flat=True)),
        "permissions": _permissions(row, "user_permissions"),
    }


class NotedAdmin:
    """A form for rights that says in the trail what changed, in the transaction of the change."""

    def save_model(self, request, obj, form, change):
        request.rights_before = rights_of(self.model.objects.get(pk=obj.pk)) if change else {}
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        row = self.model.objects.get(pk=form.instance.pk)
        self._note(request, row, request.rights_before, rights_of(row))

    def delete_model(self, request, obj):
        before = rights_of(obj)
        super().delete_model(request, obj)
        self._note(request, obj, before, {})

    def delete_queryset(self, request, queryset):
        before = [(row, rights_of(row)) for row in queryset]
        super().delete_queryset(request, queryset)
        for row, rights in before:
            self._note(request, row, rights, {})

    def _note(self, request, row, before: dict, after: dict) -> None:
        changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if not changed:
            return
        words = [
            json.dumps({name: state[name] for name in changed if name in state}, ensure_ascii=False) if state else ""
            for state in (before, after)
        ]
        trail.note(
            trail.Act.RIGHTS, by=request.user, at=timezone.now(), title=str(row), before=words[0], after=words[1]
        )


class NotedUserAdmin(NotedAdmin, UserAdmin):
    """Accounts, with what became of their rights and that somebody set their password."""

    def user_change_password(self, request, id, form_url=""):
        response = super().user_change_password(request, id, form_url)
        if request.method == "POST" and response.status_code == 302:
            user = self.get_object(request, id)
            trail.note(trail.Act.PASSWORD, by=request.user, at=timezone.now(), title=str(user))
        return response


class NotedGroupAdmin(NotedAdmin, GroupAdmin):
    """Groups, with what became of their permissions."""


def note_log_in(sender, request, user, **kwargs) -> None:
    """Write down that somebody logged in, by whatever door."""
    trail.note(trail.Act.LOGGED_IN, by=user, at=timezone.now())


def note_failed_log_in(sender, credentials, **kwargs) -> None:
    """Write down that somebody tried to log in as a colleague; a name that is nobody's may be a password mistyped."""
    user = User.objects.filter(username=credentials.get("username") or "").first()
    if user:
        trail.note(trail.Act.NOT_LOGGED_IN, by=None, at=timezone.now(), title=user.username)
