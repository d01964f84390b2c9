"""Who asks and what they may do, asked of the database once: every page of the desk needs both."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission, User
from django.db.models import F, OuterRef, Q

from publishing.nested import nested

_OWN = User.user_permissions.through.objects.filter(user=OuterRef(OuterRef("pk"))).values("permission")
_OF_GROUPS = Group.permissions.through.objects.filter(group__user=OuterRef(OuterRef("pk"))).values("permission")


class AskedOnce(ModelBackend):
    """Django's own accounts; a person comes with their permissions, their own and those of their groups."""

    def get_user(self, user_id):
        allowed = Permission.objects.filter(Q(pk__in=_OWN) | Q(pk__in=_OF_GROUPS))
        told = nested(allowed, app="content_type__app_label", codename="codename")
        user = User._default_manager.filter(pk=user_id).annotate(allowed=told).first()
        if user is None or not self.user_can_authenticate(user):
            return None
        if not user.is_superuser:
            user._perm_cache = _names(user.allowed or ())
        return user

    def get_all_permissions(self, user_obj, obj=None):
        if user_obj.is_superuser or not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            permissions = Permission.objects.order_by().values("codename", app=F("content_type__app_label"))
            found = permissions.filter(user=user_obj).union(permissions.filter(group__user=user_obj))
            user_obj._perm_cache = _names(found)
        return user_obj._perm_cache


def _names(permissions) -> set[str]:
    """Return permissions as Django names them: "missions.change_mission"."""
    return {f"{each['app']}.{each['codename']}" for each in permissions}
