"""What `doctor` says of the store, its recordings, cut-off sessions and PDFs."""

from __future__ import annotations

import ctypes.util
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

from levelhip.core import BadRecording
from levelhip.service.checkup import Check, Translated

PDF_LIBRARIES = ("gobject-2.0", "pango-1.0", "pangoft2-1.0", "harfbuzz", "fontconfig")
"""What WeasyPrint loads when it writes a PDF."""

PDF_REMEDY = {
    "linux": "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0",
    "darwin": "brew install pango",
    "win32": "pacman -S mingw-w64-ucrt-x86_64-pango (in MSYS2)",
}


def pdf_check(
    find: Callable[[str], str | None] = ctypes.util.find_library, translated: Translated = str
) -> Check:
    """Whether PDFs can be written.

    Parameters
    ----------
    find : callable
        The system's file of a library; None where there is none.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Check
    """
    lacking = [name for name in PDF_LIBRARIES if find(name) is None]
    if not lacking:
        told = translated("{library} and what it needs").format(library=find("pango-1.0"))
        return Check("PDF", "ok", told)
    return Check(
        "PDF",
        "missing",
        translated("{libraries} not found; `levelhip summary` can write HTML only").format(
            libraries=", ".join(lacking)
        ),
        PDF_REMEDY.get(sys.platform, translated("install Pango")),
    )


def store_checks(translated: Translated = str) -> tuple[Check, ...]:
    """The store, its encryption, its recordings and sessions that were cut off.

    Parameters
    ----------
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of Check
    """
    from levelhip.store.database import recordings_folder, store_url
    from levelhip.store.faults import StoreFault
    from levelhip.store.inspection import look

    url, name = store_url(), translated("store")
    try:
        found = look(url)
    except StoreFault as fault:
        way_out = translated("set LEVELHIP_STORE anew, or unset it")
        return (Check(name, "missing", fault.in_words(translated), way_out),)
    is_file = url.startswith("sqlite")
    if found.fault:
        way_out = (
            translated("{command}, then levelhip restore BACKUP").format(
                command=f"mv {shlex.quote(found.where)} {shlex.quote(found.where + '.damaged')}"
            )
            if is_file
            else translated("start the server, or unset LEVELHIP_STORE")
        )
        return (
            Check(name, "missing", f"{found.where}: {found.fault.filled(translated)}", way_out),
        )
    if not found.there:
        told = translated("{store}, not begun yet").format(store=found.where)
        return (Check(name, "note", told, "levelhip begin"),)
    checks = [
        _store(found.where, found.schema, found.newest, found.bytes, translated, is_file=is_file)
    ]
    if found.is_open_to_others:
        checks.append(
            Check(
                translated("store permissions"),
                "note",
                translated("others on this machine may read it"),
                f"chmod 600 {shlex.quote(found.where)}",
            )
        )
    checks.append(
        Check(
            translated("store encryption"),
            "note",
            translated("levelhip does not encrypt; it rests on the encryption of your disk"),
            translated("turn on your system's disk encryption, if it is off"),
        )
    )
    if found.contents:
        checks.append(_recordings(recordings_folder(url), found.contents, translated))
    checks += [
        Check(
            translated("session cut off"),
            "note",
            folder,
            f"levelhip coach --finish {shlex.quote(folder)}",
        )
        for folder in found.cut_off
        if Path(folder).is_dir()
    ]
    return tuple(checks)


def _store(
    where: str, schema: str, newest: str, size: int, translated: Translated, *, is_file: bool
) -> Check:
    name = translated("store")
    told = translated("{store}, schema {schema}, {size} MB").format(
        store=where, schema=schema or translated("none"), size=f"{size / 1e6:.1f}"
    )
    if is_file:
        told += ", " + translated("integrity ok")
    if schema == newest:
        return Check(name, "ok", told)
    if schema > newest:
        newer = translated("of a newer levelhip")
        return Check(name, "missing", f"{told}: {newer}", translated("update levelhip"))
    later = translated("the next command brings it to {schema}").format(schema=newest)
    return Check(name, "ok", f"{told}; {later}")


def _recordings(folder: Path, contents: frozenset[str], translated: Translated) -> Check:
    from levelhip.io.shelf import Shelf

    shelf = Shelf(folder)
    faults, size = [], 0
    for name in sorted(contents):
        try:
            size += len(shelf.get(name))
        except BadRecording as fault:
            faults.append(fault.in_words(translated))
    name = translated("recordings")
    told = translated("{count} in {folder}, {size} MB").format(
        count=len(contents), folder=folder, size=f"{size / 1e6:.1f}"
    )
    if faults:
        return Check(name, "missing", f"{told}; {'; '.join(faults)}", "levelhip recordings")
    return Check(name, "ok", told)
