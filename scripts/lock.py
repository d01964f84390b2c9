"""Write requirements.txt and requirements-dev.txt with versions and hashes, from the .in files beside them.

And the package-lock.json of what comes from npm, from the package.json beside it.
"""

import os
import subprocess
import sys
from pathlib import Path

from scripts import node_packages

LISTS = ("requirements", "requirements-dev")
# The oldest Python we support, every platform: one list for all machines.
COMPILE = ["pip", "compile", "--generate-hashes", "--universal", "--python-version", "3.11", "--quiet"]
# Addresses of a registry are this machine's business and never part of a list.
NO_ADDRESSES = ["--no-emit-index-url", "--no-emit-find-links"]


def main() -> None:
    """Lock the run-time list first: the tools are chosen to fit it."""
    uv = Path(sys.executable).with_name("uv")
    for name in LISTS:
        command = [uv, *COMPILE, *NO_ADDRESSES, f"{name}.in", "--output-file", f"{name}.txt"]
        subprocess.run(command, check=True, env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"})
    for folder in (node_packages.OF_TESTS, node_packages.OF_BENCH):
        if not node_packages.npm(*node_packages.LOCK, folder=folder):
            sys.exit("npm could not lock its packages; the lines above say why.")


if __name__ == "__main__":
    main()
