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
    from levelhip.service.comparison import Comparison, change_label, compare
    from levelhip.service.folder import (
        FolderAnalysis,
        FolderEntry,
        analyse_folder,
        is_recording_folder,
    )
    from levelhip.service.options import AnalysisOptions
    from levelhip.service.samples import sample, sample_names, write_samples
    from levelhip.service.simulation import SimulatedFiles, SimulationOptions, write_simulation

_HOME = {
    "SimulatedFiles": "service.simulation",
    "SimulationOptions": "service.simulation",
    "Analysis": "service.analysis",
    "AnalysisOptions": "service.options",
    "Check": "service.checkup",
    "Comparison": "service.comparison",
    "FolderAnalysis": "service.folder",
    "FolderEntry": "service.folder",
    "OnProgress": "service.analysis",
    "Progress": "service.analysis",
    "analyse": "service.analysis",
    "analyse_folder": "service.folder",
    "background": "service.catalogue",
    "change_label": "service.comparison",
    "chosen_protocol": "service.catalogue",
    "compare": "service.comparison",
    "doctor": "service.checkup",
    "is_recording_folder": "service.folder",
    "protocol": "protocols",
    "protocols": "protocols",
    "result_json": "io.result_file",
    "sample": "service.samples",
    "sample_names": "service.samples",
    "write_samples": "service.samples",
    "write_simulation": "service.simulation",
}

__all__ = [
    "Analysis",
    "AnalysisOptions",
    "Check",
    "Comparison",
    "FolderAnalysis",
    "FolderEntry",
    "OnProgress",
    "Progress",
    "SimulatedFiles",
    "SimulationOptions",
    "analyse",
    "analyse_folder",
    "background",
    "change_label",
    "chosen_protocol",
    "compare",
    "doctor",
    "is_recording_folder",
    "protocol",
    "protocols",
    "result_json",
    "sample",
    "sample_names",
    "write_samples",
    "write_simulation",
]


def __getattr__(name: str) -> object:
    """Import a public name on first use, so that the command line starts at once."""
    try:
        home = _HOME[name]
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
    return getattr(import_module(f"levelhip.{home}"), name)
