"""Translation catalogues: compile them without gettext, collect the words with it, and find what is missing.

Usage: python -m scripts.catalogues compile|collect|check
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
# English is the language of the code; these are written.
LANGUAGES = ("fr", "nl", "de")
NEEDS_GETTEXT = "Collecting words needs gettext: apt install gettext. Running and testing the site does not."
# What holds no words of ours. Tests speak to developers.
WITHOUT_WORDS = (".*", "__pycache__", "bench", "docs", "fixtures", "scripts", "tests", "var")
# No line numbers: a comment would change whenever a line moves. A name of the file is enough to find the place.
MAKEMESSAGES = ["makemessages", "--add-location=file", "--no-obsolete", "--no-wrap", "--verbosity=0"]


def catalogues(root: Path = ROOT) -> list[Path]:
    """Return the catalogues people translate in, in a stable order."""
    return sorted(root.glob("locale/*/LC_MESSAGES/*.po"))


def compile_stale(root: Path = ROOT) -> list[Path]:
    """Write the .mo beside each .po that is newer than its .mo and return them; usually there are none."""
    written = []
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        # Beside, then moved: two commands at once never read half a file.
        draft = target.with_name(f"{target.name}.{os.getpid()}")
        polib.pofile(str(source)).save_as_mofile(str(draft))
        draft.replace(target)
        written.append(target)
    return written


def has_gettext() -> bool:
    """Say whether this machine can collect words from code and templates."""
    return shutil.which("xgettext") is not None and shutil.which("msguniq") is not None


def collect(root: Path = ROOT) -> None:
    """Bring the catalogues up to date with the code; words that are gone from the code go."""
    languages = [f"--locale={language}" for language in LANGUAGES]
    for language in LANGUAGES:
        (root / "locale" / language / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    ignored = [f"--ignore={pattern}" for pattern in WITHOUT_WORDS]
    # The command of Django itself, not of this site: it must also work in a copy, and while the code is broken.
    subprocess.run([sys.executable, "-m", "django", *MAKEMESSAGES, *languages, *ignored], cwd=root, check=True)


def _words(path: Path) -> dict[tuple[str, str, str], polib.POEntry]:
    """Return the entries of a catalogue by context, text and plural."""
    return {(e.msgctxt or "", e.msgid, e.msgid_plural): e for e in polib.pofile(str(path)) if not e.obsolete}


def unfinished(root: Path = ROOT) -> list[str]:
    """Return a sentence for each entry of a catalogue that is not translated or only guessed; empty when all are."""
    faults = []
    for path in catalogues(root):
        for (_context, text, _plural), entry in _words(path).items():
            if entry.fuzzy:
                faults.append(f"{path.relative_to(root)}: only guessed (fuzzy): {text!r}")
            elif not entry.translated():
                faults.append(f"{path.relative_to(root)}: not translated: {text!r}")
    return faults


def differences(root: Path = ROOT) -> list[str]:
    """Return a sentence for each text that is in the code but not in a catalogue, or the other way round."""
    faults = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "site"
        shutil.copytree(root, copy, ignore=shutil.ignore_patterns(*WITHOUT_WORDS, "*.mo"))
        collect(copy)
        for fresh in catalogues(copy):
            name = fresh.relative_to(copy)
            wanted = _words(fresh)
            written = _words(root / name) if (root / name).exists() else {}
            faults += [f"{name}: missing: {text!r}" for _c, text, _p in sorted(wanted.keys() - written.keys())]
            faults += [f"{name}: no longer used: {text!r}" for _c, text, _p in sorted(written.keys() - wanted.keys())]
    return faults


def main(arguments: list[str]) -> None:
    """Do what was asked and say what was found."""
    match arguments:
        case ["compile"]:
            for path in compile_stale():
                print(f"Compiled {path.relative_to(ROOT)}")
        case ["collect"]:
            if not has_gettext():
                sys.exit(NEEDS_GETTEXT)
            collect()
            print("\n".join(unfinished()) or "Every text is translated.")
        case ["check"]:
            faults = [*unfinished(), *(differences() if has_gettext() else [])]
            if faults:
                sys.exit("\n".join(faults))
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
