"""Who may come in from the network: invitations that hold once, phones, and nobody else."""

import json
import re
import ssl
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed

from levelhip.core import LevelhipError
from levelhip.service.clock import now, standing_at
from levelhip.web.pairing import (
    INVITED_S,
    TRIES,
    TRIES_OF_ALL,
    UNUSED,
    WITHIN_S,
    Pairings,
    Refused,
)
from levelhip.web.phone_names import phone_name
from tests.web.at_door import LOOPBACK, Steady, built, served
from tests.web.tls_line import tls_line

AGENT = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
WAYS_IN = {"/api/phones/pair"}
UPGRADE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    # One server for all: each test brings its own phone.
    folder = tmp_path_factory.mktemp("house")
    (folder / "static").mkdir()
    with served(folder / "phones", static=built(folder / "static")) as house:
        yield house


@pytest.fixture
def pairings(tmp_path):
    return Pairings(tmp_path / "phones.json", steady=Steady())


def refused(pairings, token, address="192.168.0.9"):
    with pytest.raises(Refused) as fault:
        pairings.exchange(token, AGENT, address)
    return fault.value.why


def let_in(pairings, role="sensor"):
    asking, secret = pairings.exchange(pairings.invite(), AGENT, "192.168.0.9")
    return pairings.confirm(asking.id, role), secret


def test_an_invitation_holds_for_one_phone_and_a_few_minutes(pairings):
    token = pairings.invite()
    assert len(token) * 6 >= 128  # url-safe letters hold six bits each
    pairings.exchange(token, AGENT, "192.168.0.9")
    assert refused(pairings, token) == "used"
    token = pairings.invite()
    pairings._steady.now_s += INVITED_S + 1
    assert refused(pairings, token) == "expired"


def test_a_new_invitation_and_a_withdrawn_one_make_the_last_one_void(pairings):
    first = pairings.invite()
    second = pairings.invite()
    assert refused(pairings, first) == "unknown"
    pairings.withdraw()
    assert refused(pairings, second) == "unknown"


def test_a_phone_that_came_reaches_nothing_before_the_persons_yes(pairings):
    asking, secret = pairings.exchange(pairings.invite(), AGENT, "192.168.0.9")
    assert pairings.phone(secret) is None
    assert pairings.state(secret) == ("waiting", asking.code)
    assert re.fullmatch(r"\d{4}", asking.code)
    pairings.confirm(asking.id, "sensor")
    assert pairings.phone(secret).name == "Android, Chrome"
    assert pairings.state(secret) == ("paired", "")


def test_a_phone_that_is_sent_away_or_waits_too_long_is_forgotten(pairings):
    asking, secret = pairings.exchange(pairings.invite(), AGENT, "192.168.0.9")
    pairings.refuse(asking.id)
    assert pairings.state(secret) == ("unknown", "")
    asking, secret = pairings.exchange(pairings.invite(), AGENT, "192.168.0.9")
    pairings._steady.now_s += INVITED_S + 1
    with pytest.raises(LevelhipError):
        pairings.confirm(asking.id, "sensor")
    assert pairings.phone(secret) is None


def test_guessing_is_stopped_at_an_address_and_in_all_and_may_go_on_after_a_minute(pairings):
    token = pairings.invite()
    for _ in range(TRIES):
        assert refused(pairings, "a guess") == "unknown"
    # Not even the right one is taken from there; others are not hindered by it.
    assert refused(pairings, token) == "too-many"
    for i in range(TRIES_OF_ALL - TRIES):
        assert refused(pairings, "a guess", f"192.168.1.{i}") == "unknown"
    assert refused(pairings, token, "192.168.2.1") == "too-many"
    assert pairings.wrong == TRIES_OF_ALL
    pairings._steady.now_s += WITHIN_S + 1
    pairings.exchange(token, AGENT, "192.168.0.9")


@given(guess=st.text(max_size=60))
def test_no_other_text_is_taken_for_the_token_or_for_a_phones_secret(guess, tmp_path_factory):
    pairings = Pairings(tmp_path_factory.mktemp("p") / "phones.json", steady=Steady())
    pairings.invite()
    assert refused(pairings, guess) == "unknown"
    assert pairings.phone(guess) is None


def test_phones_outlive_the_server_and_their_secrets_are_nowhere_on_the_disk(tmp_path):
    file = tmp_path / "phones" / "phones.json"
    pairings = Pairings(file, steady=Steady())
    phone, secret = let_in(pairings)
    token = pairings.invite()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert secret not in file.read_text()
    again = Pairings(file, steady=Steady())
    assert again.phone(secret) == phone
    assert refused(again, token) == "unknown"
    assert again.revoke(phone.id)
    assert Pairings(file, steady=Steady()).phone(secret) is None


def test_a_phone_that_did_not_come_for_a_month_must_be_paired_anew(pairings):
    _, secret = let_in(pairings)
    with standing_at(now() + UNUSED * 0.9):
        assert pairings.phone(secret) is not None
    with standing_at(now() + UNUSED * 1.8):
        assert pairings.phone(secret) is not None
    with standing_at(now() + UNUSED * 2.9):
        assert pairings.phone(secret) is None
        assert pairings.phones == ()


def test_a_file_of_phones_that_is_damaged_is_named_and_not_guessed_at(tmp_path):
    file = tmp_path / "phones.json"
    file.write_text('{"phones": {"00": {"id": 1}}}')
    with pytest.raises(LevelhipError, match=r"phones\.json"):
        Pairings(file)


def test_a_name_is_made_of_known_words_only():
    assert phone_name(AGENT) == "Android, Chrome"
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"
    assert phone_name(iphone) == "iPhone, Safari"
    assert phone_name("<script>alert(1)</script>") == "phone"


def test_an_unpaired_phone_is_refused_on_every_way_of_the_api(house):
    told = house.here("GET", "/api/openapi.json")[1]
    ways = [(path, method) for path, each in told["paths"].items() for method in each]
    assert len(ways) > 40
    for path, method in ways:
        if path in WAYS_IN:
            continue
        filled = re.sub(r"\{[^}]*\}", "0" * 32, path)
        body = None if method == "get" else {}
        # "false" is no secret.
        status, said, _ = house.there(method.upper(), filled, body, secret="false")
        assert status == 401, (method, path, said)


def test_an_unpaired_phone_gets_the_pairing_page_with_its_files_and_nothing_else(house):
    for path in ("/pair", "/assets/pair-1a2b.js", "/pair/words/de", "/pair/levelhip.crt"):
        assert house.there("GET", path)[0] == 200, path
    for path in (
        "/",
        "/index.html",
        "/settings",
        "/assets/index-3c4d.js",
        "/api/openapi.json",
        "/api/none",
        "/pair/../index.html",
        "/assets/../index.html",
        "//api/known",
        "/pair/words/../../api/known",
        "/worker.js",
    ):
        status, said, _ = house.there("GET", path)
        assert status in (401, 404), path
        assert b"the whole page" not in said
    # A phone that waits for the yes is unpaired, too.
    secret = house.asked()
    assert house.there("GET", "/api/phones/pair", secret=secret)[1]["state"] == "waiting"
    assert house.there("GET", "/api/known", secret=secret)[0] == 401


def test_sockets_without_pairing_are_refused(house):
    told = house.here("GET", "/api/openapi.json")[1]
    assert not any("live" in path for path in told["paths"])
    for path in (
        "/api/phones/live",
        f"/api/phones/sessions/{'0' * 32}/live",
        f"/api/sessions/{'0' * 32}/live",
    ):
        assert house.there("GET", path, **UPGRADE)[0] == 403


def socket_of(house, path, secret):
    return tls_line(
        f"wss://{LOOPBACK}:{house.lan_port}{path}",
        ssl=ssl.create_default_context(cadata=house.lan.root),
        origin=f"https://{LOOPBACK}:{house.lan_port}",
        additional_headers={"cookie": f"__Host-levelhip-phone={secret}"},
        open_timeout=60,
        close_timeout=60,
    )


def test_a_request_from_the_network_needs_the_right_host_and_origin(house):
    secret, _ = house.paired("everything")
    own = f"{LOOPBACK}:{house.lan_port}"
    assert house.there("GET", "/api/about", secret=secret)[0] == 200
    for host in ("evil.example", f"{LOOPBACK}:{house.port}", f"localhost:{house.lan_port}"):
        assert house.there("GET", "/api/about", secret=secret, host=host)[0] == 421
    assert house.there("GET", "/pair", host="evil.example")[0] == 421
    for origin in ("https://evil.example", "null", "", f"http://{LOOPBACK}:{house.port}"):
        told = house.there("POST", "/api/sessions", {}, secret=secret, origin=origin)
        assert told[0] == 403, origin
        told = house.there("POST", "/api/phones/pair", {"token": "x"}, origin=origin)
        assert told[0] == 403, origin
    # A page elsewhere cannot open a socket with the phone's cookie.
    evil = UPGRADE | {"origin": "https://evil.example"}
    assert house.there("GET", "/api/phones/live", secret=secret, **evil)[0] == 403
    assert own in house.lan.addresses[0]


def test_the_network_s_names_do_not_open_the_machine_s_own_way(house):
    import http.client

    asking = http.client.HTTPConnection(LOOPBACK, house.port, timeout=60)
    asking.request("GET", "/api/about", headers={"host": f"{LOOPBACK}:{house.lan_port}"})
    assert asking.getresponse().status == 421
    asking.close()


def test_the_cookie_is_for_this_host_over_tls_and_hidden_from_scripts(house):
    got = house.there("POST", "/api/phones/pair", {"token": house.token()})
    kept = got[2]["set-cookie"].lower()
    assert kept.startswith("__host-levelhip-phone=")
    for part in ("httponly", "secure", "samesite=strict", "path=/"):
        assert part in kept
    assert "domain" not in kept


def test_a_code_that_was_used_is_told_apart_from_one_that_never_was(house):
    token = house.token()
    house.asked(token)
    status, told, _ = house.there("POST", "/api/phones/pair", {"token": token})
    assert (status, told["why"]) == (403, "used")
    status, told, _ = house.there("POST", "/api/phones/pair", {"token": token[:-1]})
    assert (status, told["why"]) == (403, "unknown")


def test_a_yes_that_is_pressed_twice_is_one(house):
    house.asked()
    asking = house.here("GET", "/api/phones")[1]["asking"]["id"]
    for role in ("everything", "sensor"):
        status, told, _ = house.here("POST", f"/api/phones/{asking}/let-in", {"role": role})
        assert status == 200
        assert {each["id"]: each["role"] for each in told["phones"]}[asking] == "everything"


def test_a_phone_that_opens_its_code_once_more_still_waits_and_then_is_in(house):
    token = house.token()
    secret = house.asked(token)
    asking = house.here("GET", "/api/phones")[1]["asking"]
    again = house.there("POST", "/api/phones/pair", {"token": token}, secret=secret)
    assert (again[0], again[1]["state"], again[1]["code"]) == (200, "waiting", asking["code"])
    assert house.there("POST", "/api/phones/pair", {"token": token})[0] == 403


def test_who_opens_a_page_that_is_not_for_them_is_sent_to_the_one_that_says_why(house):
    sees = {"accept": "text/html,*/*"}
    secret, phone = house.paired("everything")
    assert house.there("GET", "/", secret=secret, **sees)[0] == 200
    assert house.here("POST", f"/api/phones/{phone}/let-out")[0] == 200
    for shown, to in ((secret, "/pair?out"), (None, "/pair")):
        status, _, headers = house.there("GET", "/", secret=shown, **sees)
        assert (status, headers["location"]) == (303, to)
    assert house.there("GET", "/api/about", secret=secret, **sees)[0] == 401


def test_a_sensor_measures_only_and_a_whole_page_cannot_let_others_in(house):
    sensor, _ = house.paired("sensor")
    assert house.there("GET", "/assets/index-3c4d.js", secret=sensor)[0] == 200
    for path in ("/", "/api/known", "/api/results", "/api/sessions", "/api/share/x"):
        assert house.there("GET", path, secret=sensor)[0] == 403, path
    whole, whole_id = house.paired("everything")
    assert b"the whole page" in house.there("GET", "/", secret=whole)[1]
    assert house.there("GET", "/api/known", secret=whole)[0] == 200
    for method, path, body in (
        ("GET", "/api/phones", None),
        ("POST", "/api/phones/invitation", None),
        ("POST", "/api/phones/way", {"open": False}),
        ("GET", "/api/phones/invitation.svg", None),
        ("POST", f"/api/phones/{whole_id}/let-out", None),
    ):
        assert house.there(method, path, body, secret=whole)[0] == 403, path


def test_a_phone_that_is_let_out_is_cut_off_in_the_middle(house):
    secret, phone_id = house.paired()
    with socket_of(house, "/api/phones/live", secret) as socket:
        assert json.loads(socket.recv(timeout=60))["kind"] == "you"
        ended = []

        def wait():
            try:
                while True:
                    socket.recv(timeout=60)
            except ConnectionClosed as closed:
                ended.append(closed.rcvd.code)

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert house.here("POST", f"/api/phones/{phone_id}/let-out")[0] == 200
        waiting.join(timeout=60)
    assert ended == [4003]
    assert house.there("GET", "/assets/index-3c4d.js", secret=secret)[0] == 401
    assert house.here("POST", f"/api/phones/{phone_id}/let-out")[0] == 400


def test_the_code_is_a_picture_that_is_kept_nowhere_and_holds_the_token_behind_the_hash(house):
    token = house.token()
    link = house.lan.link
    assert link == f"https://{LOOPBACK}:{house.lan_port}/pair#{token}"
    status, drawn, headers = house.here("GET", "/api/phones/invitation.svg")
    assert status == 200
    assert headers["content-type"] == "image/svg+xml"
    assert headers["cache-control"] == "no-store"
    assert b"<path" in drawn
    assert token.encode() not in drawn
    house.here("POST", "/api/phones/invitation/withdraw")
    assert house.here("GET", "/api/phones/invitation.svg")[0] == 400


def test_phones_are_paired_over_tls_only_and_at_the_machine_nobody_waits(house):
    told = house.here("POST", "/api/phones/pair", {"token": house.token()})
    assert told[0] == 400
    assert house.here("GET", "/api/phones")[1]["asking"] is None


def test_wiping_lets_every_phone_out(tmp_path):
    (tmp_path / "static").mkdir()
    with served(tmp_path / "phones", static=built(tmp_path / "static")) as house:
        asked = house.here("GET", "/api/safety/questions?full=true")[1]
        said = {"said": {each["id"]: "no" for each in asked}}
        assert house.here("POST", "/api/safety/answers", said)[0] == 200
        secret, _ = house.paired("everything")
        told = house.there("POST", "/api/wipe", {"typed": "delete"}, secret=secret)
        assert told[0] == 200
        assert house.there("GET", "/api/known", secret=secret)[0] == 401
        assert house.here("GET", "/api/phones")[1]["phones"] == []
