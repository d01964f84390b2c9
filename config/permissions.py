"""What a person may do, asked once."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission


class PermissionsAtOnce(ModelBackend):
    """Django's own accounts and groups; reads the rights of a person and of their groups in one query, not two."""

    def get_all_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            columns = ("content_type__app_label", "codename")
            own = Permission.objects.filter(user=user_obj).order_by().values_list(*columns)
            of_groups = Permission.objects.filter(group__user=user_obj).order_by().values_list(*columns)
            user_obj._perm_cache = {f"{label}.{codename}" for label, codename in own.union(of_groups)}
        return user_obj._perm_cache
