"""What `doctor` says of the store, its recordings, cut-off sessions and PDFs."""

from __future__ import annotations

import ctypes.util
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from levelhip.core import BadRecording
from levelhip.service.checkup import Check

PDF_LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
"""What WeasyPrint loads when it writes a PDF."""

PDF_REMEDY = {
    "linux": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0",
    "darwin": "brew install pango",
    "win32": "pacman -S mingw-w64-ucrt-x86_64-pango (in MSYS2)",
}


def pdf_check(find: Callable[[str], str | None] = ctypes.util.find_library) -> Check:
    """Whether PDFs can be written.

    Parameters
    ----------
    find : callable
        The system's file of a library; None where there is none.

    Returns
    -------
    Check
    """
    lacking = [name for name in PDF_LIBRARIES if find(name) is None]
    if not lacking:
        return Check("PDF", "ok", f"{find('pango-1.0')} and what it needs")
    return Check(
        "PDF",
        "missing",
        f"{', '.join(lacking)} not found; `levelhip summary` can write HTML only",
        PDF_REMEDY.get(sys.platform, "install Pango"),
    )


def store_checks() -> tuple[Check, ...]:
    """The store, its encryption, its recordings and sessions that were cut off.

    Returns
    -------
    tuple of Check
    """
    from levelhip.store.database import recordings_folder, store_url
    from levelhip.store.faults import StoreFault
    from levelhip.store.inspection import look

    url = store_url()
    try:
        found = look(url)
    except StoreFault as fault:
        return (Check("store", "missing", str(fault), "set LEVELHIP_STORE anew, or unset it"),)
    is_file = url.startswith("sqlite")
    if found.fault:
        way_out = (
            f"mv {shlex.quote(found.where)} {shlex.quote(found.where + '.damaged')}, then "
            "levelhip restore BACKUP"
            if is_file
            else "start the server, or unset LEVELHIP_STORE"
        )
        return (Check("store", "missing", f"{found.where}: {found.fault}", way_out),)
    if not found.there:
        return (Check("store", "note", f"{found.where}, not begun yet", "levelhip begin"),)
    checks = [_store(found.where, found.schema, found.newest, found.bytes, is_file=is_file)]
    if found.is_open_to_others:
        checks.append(
            Check(
                "store permissions",
                "note",
                "others on this machine may read it",
                f"chmod 600 {shlex.quote(found.where)}",
            )
        )
    checks.append(
        Check(
            "store encryption",
            "note",
            "levelhip does not encrypt; it rests on the encryption of your disk",
            "turn on your system's disk encryption, if it is off",
        )
    )
    if found.contents:
        checks.append(_recordings(recordings_folder(url), found.contents))
    checks += [
        Check(
            "session cut off",
            "note",
            folder,
            f"levelhip coach --finish {shlex.quote(folder)}",
        )
        for folder in found.cut_off
        if Path(folder).is_dir()
    ]
    return tuple(checks)


def _store(where: str, schema: str, newest: str, size: int, *, is_file: bool) -> Check:
    told = f"{where}, schema {schema or 'none'}, {size / 1e6:.1f} MB"
    if is_file:
        told += ", integrity ok"
    if schema == newest:
        return Check("store", "ok", told)
    if schema > newest:
        return Check("store", "missing", f"{told}: of a newer levelhip", "update levelhip")
    return Check("store", "ok", f"{told}; the next command brings it to {newest}")


def _recordings(folder: Path, contents: frozenset[str]) -> Check:
    from levelhip.io.shelf import Shelf

    shelf = Shelf(folder)
    faults, size = [], 0
    for name in sorted(contents):
        try:
            size += len(shelf.get(name))
        except BadRecording as fault:
            faults.append(str(fault))
    told = f"{len(contents)} in {folder}, {size / 1e6:.1f} MB"
    if faults:
        return Check("recordings", "missing", f"{told}; {'; '.join(faults)}", "levelhip recordings")
    return Check("recordings", "ok", told)
