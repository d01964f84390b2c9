"""What a person may do, asked of the database once: every page of the desk asks, and Django asks twice."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


class AskedOnce(ModelBackend):
    """Django's own accounts; permissions of one's own and those of groups come in one query."""

    def get_all_permissions(self, user_obj, obj=None):
        if user_obj.is_superuser or not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            permissions = Permission.objects.order_by().values_list("content_type__app_label", "codename")
            names = permissions.filter(user=user_obj).union(permissions.filter(group__user=user_obj))
            user_obj._perm_cache = {f"{app}.{codename}" for app, codename in names}
        return user_obj._perm_cache
