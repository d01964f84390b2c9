"""Bring the database and the demonstration content up to date, then serve the site.

HOST (127.0.0.1) and PORT (8000) choose the address; the data lies in DATA_DIR (var/).
"""

import contextlib
import errno
import os
import socket
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from scripts.catalogues import compile_stale


def refuse_taken_address(host: str, port: str) -> None:
    """End with a sentence when nothing can listen there, before any work is done."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT is {port!r}; write a number from 1 to 65535.")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as listener:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            listener.listen()
    except socket.gaierror:
        sys.exit(f"HOST is {host!r}, which is no address of this machine; 127.0.0.1 is for this machine alone.")
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            sys.exit(f"Port {port} is already in use. Choose another: PORT={int(port) % 65535 + 1} make run")
        sys.exit(f"Nothing can listen on {host}, port {port}: {problem.strerror}. Choose with HOST=… PORT=… make run")


def names_of_this_machine(host: str) -> str:
    """Return the host names the site may be asked for when it listens on more than the loopback address."""
    names = {"localhost", "127.0.0.1", "[::1]", socket.gethostname(), f"[{host}]" if ":" in host else host}
    with contextlib.suppress(OSError):  # a machine that cannot resolve its own name still has the others
        names |= set(socket.gethostbyname_ex(socket.gethostname())[2])
    return ",".join(sorted(names))


def main() -> None:
    """Do what is left to do, then become the server."""
    host = os.environ.get("HOST", "").strip(" []") or "127.0.0.1"
    port = os.environ.get("PORT", "").strip() or "8000"
    refuse_taken_address(host, port)
    os.environ.setdefault("DEBUG", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("ALLOWED_HOSTS", names_of_this_machine(host))
    os.environ.setdefault("DJANGO_RUNSERVER_HIDE_WARNING", "true")

    compile_stale()
    django.setup()
    # Empty under DEBUG, where static files are served from their sources; WhiteNoise warns when it is not there.
    Path(settings.STATIC_ROOT).mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("load_demonstration")
    print(flush=True)
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    os.execv(sys.executable, [sys.executable, "manage.py", "runserver", address])


if __name__ == "__main__":
    main()
