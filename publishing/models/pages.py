"""The identity of a page and the addresses it ever had."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageManager(models.Manager):
    def get_by_natural_key(self, uid):
        return self.get(uid=uid)

    def locked(self, uids):
        """Lock these pages in one order, so that two transitions never wait for each other in a ring."""
        return list(self.select_for_update().filter(uid__in=uids).order_by("pk"))


class Page(models.Model):
    """The permanent identity of a page: it owns versions and addresses and outlives its draft."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PageManager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")

    def __str__(self):
        return f"{self.kind} {self.uid}"

    def natural_key(self):
        return (str(self.uid),)


class Address(models.Model):
    """A full path a page has or once had in one language; unique for ever."""

    path = models.CharField(_("address"), max_length=300, unique=True)
    page = models.ForeignKey(Page, models.PROTECT, related_name="addresses", verbose_name=_("page"))
    language = models.CharField(_("language"), max_length=10)
    reserved_at = models.DateTimeField(_("reserved at"))

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["path"]
        permissions = [("take_over_address", _("Can give an address of one page to another"))]

    def __str__(self):
        return self.path


class AddressTransfer(models.Model):
    """The record of an address that went from one page to another."""

    address = models.ForeignKey(Address, models.PROTECT, related_name="transfers", verbose_name=_("address"))
    from_page = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("from"))
    to_page = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("to"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("address that changed hands")
        verbose_name_plural = _("addresses that changed hands")
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="address_transfer_has_a_reason",
                violation_error_message=_("Say why the address goes to another page."),
            ),
            models.CheckConstraint(
                condition=~models.Q(from_page=models.F("to_page")),
                name="address_transfer_changes_hands",
                violation_error_message=_("The address already belongs to this page."),
            ),
        ]

    def __str__(self):
        return f"{self.address}: {self.from_page} → {self.to_page}"
