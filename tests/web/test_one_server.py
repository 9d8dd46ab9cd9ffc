"""Two servers never share a store; a server that was killed is in nobody's way; the terminal's
commands go on beside one."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from levelhip.store.database import server_file, store_url
from levelhip.store.server_lock import Served, only_server

LEVELHIP = Path(sys.executable).with_name("levelhip")
HOLD = """
from levelhip.store import store_url
from levelhip.store.server_lock import only_server
with only_server(store_url()) as tell:
    tell("http://127.0.0.1:9999")
    print(flush=True)
    input()
"""


def run(*arguments):
    return subprocess.run([LEVELHIP, *arguments], capture_output=True, text=True, timeout=120)


def test_a_second_server_says_which_one_there_is_and_the_terminals_commands_go_on():
    with only_server(store_url()) as tell:
        tell("http://127.0.0.1:8177")
        second = run("serve", "--no-open", "--port", "0")
        beside = run("begin", "--sorer", "left")
    assert second.returncode != 0
    assert f"process {os.getpid()}" in second.stderr
    assert "http://127.0.0.1:8177" in second.stderr
    assert "Traceback" not in second.stderr
    assert beside.returncode == 0, beside.stderr


def test_a_server_that_was_killed_is_in_nobodys_way():
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as held:
        held.stdout.readline()
        said = rf"process {held.pid}.*127\.0\.0\.1:9999"
        with pytest.raises(Served, match=said), only_server(store_url()):
            pass
        held.kill()
    assert json.loads(server_file(store_url()).read_text())["pid"] == held.pid
    with only_server(store_url()):
        pass


def test_only_one_holds_a_store_and_the_next_may_have_it_afterwards(tmp_path):
    url = f"sqlite:///{tmp_path / 'own' / 'levelhip.sqlite'}"
    with only_server(url) as tell:
        tell("http://127.0.0.1:8177")
        said = rf"process {os.getpid()}.*127\.0\.0\.1:8177"
        with pytest.raises(Served, match=said), only_server(url):
            pass
    with only_server(url):
        pass


def test_two_stores_have_a_server_each(tmp_path):
    first, second = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("a", "b"))
    with only_server(first), only_server(second):
        pass


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b"null"])
def test_whatever_is_written_there_another_server_is_told_in_words(tmp_path, content):
    url = f"sqlite:///{tmp_path / 'levelhip.sqlite'}"
    with only_server(url):
        server_file(url).write_bytes(content)
        said = r"levelhip is open already; end it"
        with pytest.raises(Served, match=said), only_server(url):
            pass


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_nobody_else_can_read_where_it_is(tmp_path):
    url = f"sqlite:///{tmp_path / 'own' / 'levelhip.sqlite'}"
    with only_server(url):
        assert server_file(url).stat().st_mode & 0o077 == 0
        assert server_file(url).parent.stat().st_mode & 0o077 == 0
