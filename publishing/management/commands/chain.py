"""Shows and verifies the chain of published versions."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from publishing import chain


class Command(BaseCommand):
    help = (
        "The chain of published versions. Write its head down outside of the database from time to time: "
        "only against such a head is it seen that the last versions were cut off."
    )

    def add_arguments(self, parser):
        actions = parser.add_subparsers(dest="action", required=True)
        head = actions.add_parser("head", help="Print how many versions there are, and the digest of the last one.")
        head.add_argument("--out", type=Path, metavar="FILE", help="Write it into this file instead.")
        verify = actions.add_parser("verify", help="Check every version; name the first fault and end with code 1.")
        verify.add_argument("--head", metavar="FILE|TEXT", help="A head that was written down, or the file it is in.")

    def handle(self, *args, **options):
        match options["action"]:
            case "head":
                self._head(options["out"])
            case "verify":
                self._verify(options["head"])

    def _head(self, file: Path | None) -> None:
        head = chain.head()
        if file is None:
            self.stdout.write(str(head))
            return
        try:
            file.write_text(f"{head}\n")
        except OSError as error:
            raise CommandError(f"The head was not written: {error}") from error
        self.stdout.write(f"Written to {file}. Keep it where nobody who can write to the database can write.")

    def _verify(self, told: str | None) -> None:
        known = None if told is None else _read(told)
        fault = chain.first_fault(known=known)
        if fault:
            raise CommandError(f"Version {fault.sequence}: {fault.sentence}")
        count = chain.head().sequence
        if known is None:
            self.stdout.write(
                f"All {count} versions are as they were published. Whether the last ones were cut off is seen only "
                "against a head that was written down: chain verify --head FILE"
            )
        else:
            self.stdout.write(f"All {count} versions are as they were published, and continue the head written down.")


def _read(told: str) -> chain.Head:
    """Return a head from its text, or from the file that holds it."""
    text = told
    try:
        if Path(told).is_file():
            text = Path(told).read_text()
        return chain.Head.read(text)
    except (OSError, ValueError) as error:
        raise CommandError(f"“{told}” is no head and no file that holds one. {error}") from error
