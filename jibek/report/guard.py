"""What a page may do in a browser, and how foreign words are shown on it.

A page runs its own script alone, which is named by its hash, and asks for nothing: neither a name in the data nor a
user's own row can make it do else.
"""

from __future__ import annotations

import base64
import hashlib


def policy(script: str) -> str:
    """The Content-Security-Policy of a page with this one script, as it stands between its tags."""
    digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
