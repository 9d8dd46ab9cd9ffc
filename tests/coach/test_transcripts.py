import pytest

from tools.transcripts import pages

PAGES = pages()


@pytest.mark.parametrize("path", sorted(PAGES), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_transcripts_in_the_docs_are_what_is_heard_today(path):
    assert path.exists(), f"{path} is missing; run make transcripts"
    assert path.read_text(encoding="utf-8") == PAGES[path], f"{path}: run make transcripts"
