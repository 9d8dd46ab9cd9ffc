"""The use cases, written once for the command line and all that follows."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from levelhip.io.result_file import result_json
    from levelhip.protocols import protocol, protocols
    from levelhip.service.analysis import Analysis, OnProgress, Progress, analyse
    from levelhip.service.catalogue import background, chosen_protocol
    from levelhip.service.checkup import Check, doctor
    from levelhip.service.folder import (
        FolderAnalysis,
        FolderEntry,
        analyse_folder,
        is_recording_folder,
    )
    from levelhip.service.options import AnalysisOptions
    from levelhip.service.samples import sample, sample_names, write_samples

_HOME = {
    "Analysis": "service.analysis",
    "AnalysisOptions": "service.options",
    "Check": "service.checkup",
    "FolderAnalysis": "service.folder",
    "FolderEntry": "service.folder",
    "OnProgress": "service.analysis",
    "Progress": "service.analysis",
    "analyse": "service.analysis",
    "analyse_folder": "service.folder",
    "background": "service.catalogue",
    "chosen_protocol": "service.catalogue",
    "doctor": "service.checkup",
    "is_recording_folder": "service.folder",
    "protocol": "protocols",
    "protocols": "protocols",
    "result_json": "io.result_file",
    "sample": "service.samples",
    "sample_names": "service.samples",
    "write_samples": "service.samples",
}

__all__ = [
    "Analysis",
    "AnalysisOptions",
    "Check",
    "FolderAnalysis",
    "FolderEntry",
    "OnProgress",
    "Progress",
    "analyse",
    "analyse_folder",
    "background",
    "chosen_protocol",
    "doctor",
    "is_recording_folder",
    "protocol",
    "protocols",
    "result_json",
    "sample",
    "sample_names",
    "write_samples",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts at once."""
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"levelhip.{home}"), name)
