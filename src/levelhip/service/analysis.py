"""One recording becomes a measured result and its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from levelhip import __version__
from levelhip.core import Outcome, Person, RecordingInfo, Samples, Side
from levelhip.io.result_file import ProtocolInfo, ResultFile, result_file, result_json
from levelhip.io.series_file import Signals
from levelhip.io.whole_files import remove_unfinished, write_text
from levelhip.service.options import AnalysisOptions, analysis_key

if TYPE_CHECKING:
    from levelhip.engine import Engine
    from levelhip.io import Recording
    from levelhip.io.skeletons import Skeletons
    from levelhip.protocols import Protocol
    from levelhip.protocols.language import Language
    from levelhip.report import Background
    from levelhip.service.earlier import Earlier

RESULT_SUFFIX = ".levelhip"
"""What is put after a recording's name to name the folder of its results."""

MARK_NAME = "run.json"
"""Written last into a result folder: what was analysed, and that it was finished."""

VIDEO_NAME = "annotated.mp4"
"""The drawn video of a result folder; there is none for a refused recording."""

REPORT_NAME = "report.html"
"""The page of a result folder; there is none where it was not wanted."""

READING_PART = 0.75
"""Part of the work that reading and measuring a video takes, the rest is drawing; for the progress
bar only, measured on the bundled samples."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an analysis has come.

    Attributes
    ----------
    fraction : 0 to 1 of all the work
    doing : what is being done now, in a few words
    """

    fraction: float
    doing: str


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Analysis:
    """A finished analysis.

    Attributes
    ----------
    result : what result.json holds
    background : what is said about the protocol beside the numbers
    files : written files by what they are: "result", "series", "report" unless it was not wanted,
        and "video" for a video that was not refused
    notes : how the recording was understood: axes, units, mapping
    numbers : what the diary keeps of the recording (docs/formats.md); None unless asked for
    """

    result: ResultFile
    background: Background
    files: Mapping[str, Path]
    notes: tuple[str, ...]
    numbers: bytes | None = None


def analyse(
    path: Path | None,
    protocol_id: str,
    *,
    person: Person | None = None,
    options: AnalysisOptions | None = None,
    out: Path | None = None,
    on_progress: OnProgress | None = None,
    keep_numbers: bool = False,
    diary_at: datetime | None = None,
    words: Language | None = None,
) -> Analysis:
    """Measure one recording and write its files.

    Parameters
    ----------
    path : Path or None
        The recording; None when `options.scales` holds typed readings.
    protocol_id : str
        As in `protocols()`.
    person : Person, optional
        The body, as far as it is known.
    options : AnalysisOptions, optional
        What else was said.
    out : Path, optional
        Folder for the files; by default one beside the working folder's own, named after the
        recording.
    on_progress : callable, optional
        Called with `Progress` now and then.
    keep_numbers : bool
        Whether the numbers that were measured from are wanted too.
    diary_at : datetime, optional
        When it was recorded, if it is of the person whose diary this is: the report then tells what
        became of the numbers since the diary's last result before.
    words : Language, optional
        In which the report is written; English when none is given.

    Returns
    -------
    Analysis
        Also when the recording is refused: the result then says why.

    Raises
    ------
    BadRecording
        When the recording cannot be read; nothing is written then.
    """
    from levelhip.io import open_recording, scales_recording
    from levelhip.io.kept_recording import KeptHead, kept_bytes
    from levelhip.service.catalogue import background, chosen_protocol

    person = person or Person()
    options = options or AnalysisOptions()
    tell = on_progress or (lambda _: None)
    protocol = chosen_protocol(protocol_id, options)
    tell(Progress(0.0, "opening"))
    if path is None:
        recording = scales_recording(options.scales, mass_kg=person.mass_kg)
        name = "scales"
    else:
        recording = open_recording(path, options.reading())
        name = path.name
    folder = out or Path(f"{Path(name).stem}{RESULT_SUFFIX}")
    drawn = recording.kind == "video" and options.annotate
    reading = _part(tell, 0.0, READING_PART if drawn else 0.95)
    parts: list[Samples] | None = [] if keep_numbers else None
    measured = _measured(recording, protocol, person, options, reading, keeping=drawn, parts=parts)
    result = result_file(
        measured.outcome,
        protocol=ProtocolInfo(protocol.id, protocol.version),
        recording=RecordingInfo(
            recording.id,
            recording.kind,
            recording.duration_s,
            recording.rate_hz,
            tuple(map(str, recording.repairs)),
            tuple(recording.repairs),
        ),
    )
    story = background(protocol, person)
    before: tuple[Earlier, ...] = ()
    if diary_at is not None:
        from levelhip.service.earlier import earlier_results

        before = earlier_results(result.protocol, before=diary_at, recording_id=recording.id)
    files = _written(folder, result, measured)
    if options.report:
        from levelhip.report import report_html

        page = report_html(
            result,
            measured.series,
            story,
            source_name=name,
            settings=options.words(person),
            earlier=[each.result for each in before],
            earlier_on=f"{before[0].at.astimezone():%Y-%m-%d}" if before else "",
            words=words,
        )
        files["report"] = folder / REPORT_NAME
        write_text(files["report"], page)
    # Nothing measured in a refused recording may be believed, so nothing is drawn over it either.
    if drawn and path is not None and measured.outcome.quality.state != "refused":
        files["video"] = _drawn(
            path, folder, measured, options.jobs, _part(tell, READING_PART, 0.99)
        )
    mark = {
        "levelhip": __version__,
        "source": name,
        "protocol": asdict(result.protocol),
        "key": analysis_key(recording.id, (protocol.id, protocol.version), options, person),
        "notes": recording.notes,
        "given": {**options.words(person), "pose model": options.model},
        "files": {what: file.name for what, file in files.items()},
    }
    write_text(folder / MARK_NAME, json.dumps(mark, indent=2) + "\n")
    tell(Progress(1.0, "done"))
    numbers = None if parts is None else kept_bytes(parts, KeptHead.of(recording))
    return Analysis(result, story, files, recording.notes, numbers)


@dataclass(slots=True)
class _Measured:
    outcome: Outcome
    series: Signals
    skeletons: Skeletons | None


def _part(tell: OnProgress, start: float, stop: float) -> Callable[[float, str], None]:
    return lambda fraction, doing: tell(Progress(start + (stop - start) * fraction, doing))


def _measured(
    recording: Recording,
    protocol: Protocol,
    person: Person,
    options: AnalysisOptions,
    tell: Callable[[float, str], None],
    *,
    keeping: bool,
    parts: list[Samples] | None = None,
) -> _Measured:
    engine: Engine | None = None
    skeletons: Skeletons | None = None
    if keeping:
        from levelhip.io.skeletons import Skeletons

        skeletons = Skeletons()
    for samples in recording.stream():
        engine = engine or _engine(recording, protocol, person, options, samples)
        engine.push(samples)
        if skeletons is not None:
            skeletons.add(samples)
        if parts is not None:
            parts.append(samples)
        if recording.duration_s > 0:
            tell(min(1.0, _reached_s(samples) / recording.duration_s), "reading and measuring")
    engine = engine or _engine(recording, protocol, person, options, Samples())
    engine.finish()
    series = engine.series()
    return _Measured(engine.outcome(), {"time_s": series.time_s, **series.values}, skeletons)


def _engine(
    recording: Recording,
    protocol: Protocol,
    person: Person,
    options: AnalysisOptions,
    first: Samples,
) -> Engine:
    """Asked for with the first samples, so that a video is worked on while the engine loads."""
    from levelhip.engine import Engine, SourceInfo

    source = SourceInfo(
        kind=recording.kind,
        rate_hz=recording.rate_hz,
        image_size=recording.image_size,
        location=first.motion.location if first.motion else None,
        side=Side(options.side) if options.side else recording.side,
        load_kg=options.load_kg,
        strap_m=options.strap_m,
    )
    return Engine(protocol, source, person)


def _reached_s(samples: Samples) -> float:
    streams = (samples.track, samples.motion, samples.force)
    return max((float(s.time_s[-1]) for s in streams if s is not None and len(s)), default=0.0)


def _written(folder: Path, result: ResultFile, measured: _Measured) -> dict[str, Path]:
    from levelhip.io.series_file import write_series

    folder.mkdir(parents=True, exist_ok=True)
    remove_unfinished(folder)
    # Without its mark the folder counts as unfinished until everything in it is new.
    for each in (MARK_NAME, VIDEO_NAME, REPORT_NAME):
        (folder / each).unlink(missing_ok=True)
    files = {"result": folder / "result.json", "series": folder / "series.parquet"}
    write_text(files["result"], result_json(result))
    write_series(files["series"], measured.series)
    return files


def _drawn(
    source: Path,
    folder: Path,
    measured: _Measured,
    jobs: int | None,
    tell: Callable[[float, str], None],
) -> Path:
    from levelhip.io.annotate import write_annotated
    from levelhip.io.whole_files import replacing

    target = folder / VIDEO_NAME
    with replacing(target) as unfinished:
        write_annotated(
            source,
            unfinished,
            measured.skeletons or (),
            measured.series,
            measured.outcome.events,
            lambda fraction: tell(fraction, "drawing the video"),
            jobs=jobs,
        )
    return target
