"""The cast of every test: Alice writes, Bob releases, Charlie may do neither, Dora translates into German only."""

from django.contrib.auth.models import Group, Permission, User

from publishing import roles

PASSWORD = "a-long-password-of-the-tests"


def make_user(username, *, groups=(), permissions=(), **values):
    user = User.objects.create_user(username, f"{username}@example.invalid", PASSWORD, is_staff=True, **values)
    if not Group.objects.exists():
        # Tests with real transactions sweep away what migrations made.
        roles.ensure(Group, Permission)
    user.groups.set([Group.objects.get(name=name) for name in groups])
    for name in permissions:
        app, codename = name.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return User.objects.get(pk=user.pk)


def make_alice(username="alice"):
    return make_user(username, groups=["author"])


def make_bob(username="bob"):
    return make_user(username, groups=["releaser"])


def make_charlie():
    return make_user("charlie")


def make_dora():
    return make_user("dora", groups=["translator-de"])


def make_erik():
    """Return the duty officer."""
    return make_user("erik", groups=["duty-officer"])
