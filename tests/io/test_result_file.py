"""The result file holds what was measured, in the documented layout."""

import json
import math
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from levelhip.core import (
    BadRecording,
    Event,
    Metric,
    Outcome,
    Quality,
    Reason,
    RecordingInfo,
    Side,
    Verdict,
    VerdictReason,
    phrase,
)
from levelhip.io.result_file import (
    ProtocolInfo,
    json_schema,
    read_result,
    result_file,
    result_json,
)

DOCS = Path(__file__).resolve().parents[2] / "docs"
SAID = phrase("They differ by {size}: {why}.", size="2 %", why=[phrase("{n} short", n=2)])
MENDED = phrase("a gap of {count} samples was filled", count=3)
RECORDING = RecordingInfo("ab" * 32, "markers", 12.0, 100.0, (str(MENDED),), (MENDED,))


def file_of(*, value: float | None = 0.81, loads: float = 0.5, state: str = "ok"):
    outcome = Outcome(
        events=(Event("hold", Side.LEFT, 1.0, 2.0, 3.0, 1, values=(("share", loads),)),),
        metrics=(Metric("weight_shift", Side.LEFT, 1, value, 0.02, 0.055, "1", "com/1"),),
        quality=Quality(state, (Reason("tilted", "The camera was tilted.", 0.0, 1.0),)),
        verdict=Verdict.of("even", (SAID,), (VerdictReason("excess_shift", "everybody-shifts"),)),
    )
    return result_file(outcome, protocol=ProtocolInfo("equal-weight", 1), recording=RECORDING)


def test_the_schema_in_the_docs_is_the_one_made_from_the_dataclasses():
    written = json.loads((DOCS / "result.schema.json").read_text())
    way_out = "run: python -m levelhip.io.result_file > docs/result.schema.json"
    assert written == json_schema(), way_out


def test_what_is_written_fits_the_schema():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for state, value in (("ok", 0.81), ("poor", math.nan), ("refused", None)):
        told = json.loads(result_json(file_of(state=state, value=value, loads=math.nan)))
        jsonschema.validate(told, schema)
        # Every field stands in the file, also one that is not known, and no other.
        assert told.keys() == schema["properties"].keys()
        for part, name in (
            (told["protocol"], "ProtocolInfo"),
            (told["recording"], "RecordingInfo"),
            (told["quality"], "Quality"),
            (told["quality"]["reasons"][0], "Reason"),
            (told["metrics"][0], "Metric"),
            (told["events"][0], "EventEntry"),
            (told["verdict"], "Verdict"),
        ):
            assert part.keys() == schema["$defs"][name]["properties"].keys()


def test_another_layout_does_not_fit_the_schema():
    told = json.loads(result_json(file_of()))
    told["schema"] = "levelhip.result/2"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(told, json_schema())


@given(value=st.floats(), loads=st.floats())
def test_a_result_read_back_is_the_same_and_what_is_not_finite_becomes_null(
    value, loads, tmp_path_factory
):
    path = tmp_path_factory.mktemp("result") / "result.json"
    first = file_of(value=value, loads=loads)
    path.write_text(result_json(first))
    assert read_result(path) == first
    told = json.loads(path.read_text())
    if value != value or abs(value) == float("inf"):
        assert told["metrics"][0]["value"] is None
    else:
        assert told["metrics"][0]["value"] == value


def test_a_result_of_an_earlier_version_is_read_and_says_its_english_text(tmp_path):
    told = json.loads(result_json(file_of()))
    for each in (told["verdict"], *told["quality"]["reasons"]):
        del each["said"]
    path = tmp_path / "result.json"
    path.write_text(json.dumps(told))
    verdict = read_result(path).verdict
    assert verdict.text == "They differ by 2 %: 2 short."
    assert verdict.in_words(str.upper) == "THEY DIFFER BY 2 %: 2 SHORT."


def test_a_file_that_is_no_result_is_named_with_the_place_of_the_fault(tmp_path):
    path = tmp_path / "other.json"
    path.write_text(result_json(file_of()).replace('"ok"', '"fine"'))
    with pytest.raises(BadRecording, match=r"other\.json: quality\.state: .*levelhip\.result/1"):
        read_result(path)


def test_every_field_of_the_schema_is_explained_in_words():
    text = (DOCS / "result.md").read_text()
    schema = json_schema()
    parts = [schema, *(schema["$defs"].values())]
    names = {name for part in parts for name in part.get("properties", {})}
    assert names
    assert [name for name in sorted(names) if f"{name}`" not in text] == []


def test_every_field_of_the_schema_has_a_description():
    parts = json_schema()["$defs"]
    assert "EventEntry" in parts
    for name, part in parts.items():
        assert part["description"], name
