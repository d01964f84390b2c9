"""What the log of the server does not keep."""

import logging
import re

_TOKEN = re.compile(r"(/d/)[\w-]{20,}")


class WithoutTokens(logging.Filter):
    """Blacks the tokens of share links out: who reads a log must not be able to open what was shared."""

    def filter(self, record):
        message = record.getMessage()
        if _TOKEN.search(message):
            record.msg, record.args = _TOKEN.sub(r"\1…", message), None
        return True
