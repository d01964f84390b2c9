"""Whether something that this machine lacks may be left out, loudly, or has to be there."""

import os

# CI sets CI; anyone who wants to know for certain sets REQUIRE_ALL.
REQUIRE_ALL = any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in ("CI", "REQUIRE_ALL"))
