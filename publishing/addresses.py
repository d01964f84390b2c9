"""Every address a page ever had: reserved at approval, owned for ever, resolved in one hop."""

from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from publishing import trail
from publishing.models.editions import Edition
from publishing.models.pages import Address, AddressTransfer, Page


class AddressTaken(ValidationError):
    """An address belongs to another page."""

    def __init__(self, path: str):
        message = _("The address %(path)s belongs to another page, today or in the past. Choose another one.")
        super().__init__(message, code="address_taken", params={"path": path})


def owner(path: str) -> Page | None:
    """Return the page that owns an address, or nothing if it is free."""
    address = Address.objects.filter(path=path).select_related("page").first()
    return address.page if address else None


def reserve(path: str, *, page: Page, language: str, at: datetime) -> None:
    """Make the address the page's for ever; raise `AddressTaken` if another page has it. An empty path is nothing."""
    if not path:
        return
    try:
        with transaction.atomic():
            address, _made = Address.objects.get_or_create(
                path=path, defaults={"page": page, "language": language, "reserved_at": at}
            )
    except IntegrityError as error:
        raise AddressTaken(path) from error
    if address.page_id != page.pk:
        raise AddressTaken(path)


@transaction.atomic
def take_over(path: str, *, page: Page, by, at: datetime, reason: str) -> AddressTransfer:
    """Give an address of one page to another and record it; needs the permission and a reason."""
    if not by.has_perm("publishing.take_over_address"):
        raise PermissionDenied
    address = Address.objects.select_for_update().get(path=path)
    if Edition.objects.to_be_read(at).filter(page=address.page_id, path=path).exists():
        sentence = _(
            "Readers find a page at %(path)s, or soon will. Publish it at another address or withdraw it first."
        )
        raise ValidationError(sentence, code="address_in_use", params={"path": path})
    transfer = AddressTransfer(
        address=address, from_page=address.page, to_page=page, by=by, at=at, reason=reason.strip()
    )
    transfer.full_clean()
    transfer.save()
    address.page = page
    address.save()
    trail.note(
        trail.Act.ADDRESS, by=by, at=at, page=page, place=path, languages=address.language, detail=reason.strip()
    )
    return transfer
