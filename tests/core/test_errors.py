"""A fault carries its sentence: English in a log, the reader's language where it is told."""

import copy
import pickle
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from levelhip.core import (
    BadProtocol,
    BadRecording,
    LevelhipError,
    NotEnoughData,
    Sentence,
    chained,
    phrase,
)
from levelhip.core.sentence import sentence_of
from levelhip.io import open_recording
from levelhip.io.shelf import Damaged, Missing
from levelhip.io.wire import WireFault
from levelhip.protocols.language import language
from levelhip.service.daily import Locked
from levelhip.store.faults import NobodyKnown, StoreFault
from levelhip.web.guard import TooMuch
from levelhip.web.messages import Misfit

GERMAN = language("de").text
KINDS = (LevelhipError, BadRecording, BadProtocol, NotEnoughData, Missing, Damaged, WireFault)
KINDS += (StoreFault, NobodyKnown, TooMuch, Misfit)
SHOUTED = {"{file}: row {row} is {size}": "{file}: ROW {row} IS {size}", "1.5 s": "1,5 s"}


def shouted(text):
    return SHOUTED.get(text, text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_is_english_by_itself_and_another_language_where_it_is_told(kind):
    fault = kind("{file}: row {row} is {size}", file="left", row=3, size="1.5 s")
    assert str(fault) == "left: row 3 is 1.5 s"
    assert fault.in_words(shouted) == "left: ROW 3 IS 1,5 s"


@pytest.mark.parametrize("kind", KINDS)
def test_a_fault_comes_whole_out_of_a_copy_and_of_another_process(kind):
    fault = kind("{file}: row {row} is {size}", file="a.csv", row=3, size=phrase("{n} s", n=2))
    for again in (pickle.loads(pickle.dumps(fault)), copy.copy(fault), copy.deepcopy(fault)):
        assert type(again) is kind
        assert (str(again), again.said) == (str(fault), fault.said)


def test_what_locks_comes_whole_out_of_another_process():
    fault = Locked(Sentence("Rest today."), phrase("Ask again {when}.", when="tomorrow"))
    again = pickle.loads(pickle.dumps(fault))
    assert again.sentences == fault.sentences
    assert str(again) == "Rest today. Ask again tomorrow."


def test_braces_of_a_plain_text_are_no_blanks():
    assert str(LevelhipError('{"a": 1} is no list')) == '{"a": 1} is no list'


def test_a_size_and_a_path_are_written_as_they_are():
    fault = LevelhipError("{file}: {size}", file=Path("a.mp4"), size=(640, 0))
    assert str(fault) == "a.mp4: (640, 0)"


def opened(path):
    return open_recording(Path(path)).kind


def test_a_worker_s_fault_is_told_in_german(tmp_path):
    path = tmp_path / "left.trc"
    path.write_text("nothing\n")
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
    with pool, pytest.raises(BadRecording) as raised:
        pool.submit(opened, path).result()
    assert str(raised.value) != raised.value.in_words(GERMAN)
    assert raised.value.in_words(GERMAN).startswith("left.trc: ")


def test_names_and_what_was_typed_are_never_translated():
    assert GERMAN("left") == "links"
    said = phrase("{file}: column {column} holds {count} times; give two or more", file="left",
                  column="left", count=1)  # fmt: skip
    assert said.filled(GERMAN) == "left: Spalte left enthält 1 Zeiten; gib zwei oder mehr"


def test_sentences_one_after_the_other_are_one():
    parts = (Sentence("a heading"), phrase("a number from {low} to {high}", low="0.5", high="2"))
    assert str(chained(parts)) == "a heading; a number from 0.5 to 2"
    assert chained(parts).filled(GERMAN) == "eine Überschrift; eine Zahl von 0,5 bis 2"
    assert chained(parts[:1]) == parts[0]


def test_a_sentence_comes_back_from_json():
    said = phrase("{file}: {faults}", file="a.toml", faults=[phrase("{n} short", n=2)])
    kept = {
        "text": "{file}: {faults}",
        "values": [
            ["file", "a.toml"],
            ["faults", [{"text": "{n} short", "values": [["n", "2"]]}]],
        ],
    }
    assert sentence_of(kept) == said
    assert sentence_of({"text": "kept long ago"}) == Sentence("kept long ago")
