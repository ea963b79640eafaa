"""Run as ``python -m jibek.reading.pdfpages``: a pdf on standard input, its pages as JSON on standard output."""

from __future__ import annotations

import contextlib
import io
import json
import sys

from jibek.reading.paper import MEMORY, MOST_PAGES, SECONDS


def read(content: bytes) -> dict[str, list[str] | str]:
    """``{"pages": [...]}``, or ``{"problem", "expected"}``."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            return {"problem": "it is locked with a password", "expected": "a pdf without a password"}
        count = len(reader.pages)
        if count > MOST_PAGES:
            return {"problem": f"it has {count} pages", "expected": f"at most {MOST_PAGES} pages"}
        if count == 0:
            return {"problem": "it has no pages", "expected": "a sound pdf"}
        return {"pages": [page.extract_text() for page in reader.pages]}
    except Exception as fault:
        return {"problem": f"it is broken ({type(fault).__name__})", "expected": "a sound pdf"}


def main() -> None:
    """Bound this process, then read. Where the system knows no bounds, the caller's clock alone holds."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)


if __name__ == "__main__":
    main()
