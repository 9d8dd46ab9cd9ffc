"""The certificate of the way in for phones, and when that way is open."""

import http.client
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from levelhip.cli.program import levelhip
from levelhip.core import LevelhipError
from levelhip.service.clock import now, standing_at
from levelhip.web.addresses import is_private, own_addresses, own_names
from levelhip.web.serving import phones_way
from levelhip.web.tls import LASTS, RENEWED, certificate, context
from tests.web.at_door import LOOPBACK, built, served

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = ("192.168.0.20", "box.local")


def shown_and_root(held):
    return x509.load_pem_x509_certificates(held.file.read_bytes())


def test_the_certificate_is_for_this_machines_addresses_and_names_for_a_year(tmp_path):
    held = certificate(tmp_path / "phones", NAMES, NOON)
    shown, _ = shown_and_root(held)
    told = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert [str(each) for each in told.get_values_for_type(x509.IPAddress)] == ["192.168.0.20"]
    assert told.get_values_for_type(x509.DNSName) == ["box.local"]
    assert held.names == set(NAMES)
    assert shown.not_valid_before_utc < NOON
    assert NOON + timedelta(days=360) < held.expires <= NOON + LASTS
    uses = shown.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(uses) == [ExtendedKeyUsageOID.SERVER_AUTH]


def test_only_its_owner_can_read_the_key(tmp_path):
    held = certificate(tmp_path / "phones", NAMES, NOON)
    assert held.file.stat().st_mode & 0o777 == 0o600
    assert held.file.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in held.file.parent.iterdir()] == [held.file.name]
    held.file.chmod(0o644)
    certificate(tmp_path / "phones", NAMES, NOON)
    assert held.file.stat().st_mode & 0o777 == 0o600


def test_the_root_can_sign_for_these_names_only_and_its_key_is_not_kept(tmp_path):
    held = certificate(tmp_path, NAMES, NOON)
    _, root = shown_and_root(held)
    allowed = root.extensions.get_extension_for_class(x509.NameConstraints)
    assert allowed.critical
    permitted = {str(each.value) for each in allowed.value.permitted_subtrees}
    assert permitted == {"192.168.0.20/32", "box.local"}
    assert held.file.read_text().count("PRIVATE KEY") == 2  # begin and end of one


def test_it_stays_until_it_is_due_and_is_made_anew_for_a_new_address(tmp_path):
    held = certificate(tmp_path, NAMES, NOON)
    later = held.expires - RENEWED - timedelta(hours=1)
    assert certificate(tmp_path, NAMES, later) == held
    assert certificate(tmp_path, NAMES[:1], later) == held
    due = certificate(tmp_path, NAMES, later + timedelta(hours=2))
    assert due.fingerprint != held.fingerprint
    moved = certificate(tmp_path, ("10.0.0.7", *NAMES), later)
    assert moved.fingerprint not in (due.fingerprint, held.fingerprint)
    assert "10.0.0.7" in moved.names


@pytest.mark.parametrize("spoilt", ["", "no certificate", None])
def test_a_file_that_cannot_be_used_is_made_anew(tmp_path, spoilt):
    held = certificate(tmp_path, NAMES, NOON)
    other = certificate(tmp_path / "other", NAMES, NOON).file.read_text()
    if spoilt is None:
        # A key that belongs to another certificate.
        own = held.file.read_text()
        end = "-----END PRIVATE KEY-----\n"
        spoilt = other.split(end)[0] + end + own.split(end)[1]
    held.file.write_text(spoilt)
    again = certificate(tmp_path, NAMES, NOON)
    assert again.fingerprint != held.fingerprint
    context(again)


def test_only_private_addresses_are_ever_listened_on():
    assert all(map(is_private, own_addresses()))
    assert all(name == name.lower() and " " not in name for name in own_names())
    for address in ("8.8.8.8", "0.0.0.0", "127.0.0.1", "169.254.1.1", "::1", "box.local", ""):
        assert not is_private(address)
        with pytest.raises(LevelhipError):
            phones_way(0, (address,))
    assert all(map(is_private, ("192.168.1.2", "10.1.2.3", "172.16.0.9")))


def test_a_browser_that_keeps_the_root_is_content_and_one_that_does_not_is_warned(tmp_path):
    with served(tmp_path / "phones", static=_static(tmp_path)) as house:
        assert house.there("GET", "/pair")[0] == 200
        asking = http.client.HTTPSConnection(
            LOOPBACK, house.lan_port, timeout=60, context=ssl.create_default_context()
        )
        with pytest.raises(ssl.SSLCertVerificationError):
            asking.request("GET", "/pair")
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        with pytest.warns(DeprecationWarning, match="TLSv1_1"):
            old.maximum_version = ssl.TLSVersion.TLSv1_1
        asking = http.client.HTTPSConnection(LOOPBACK, house.lan_port, timeout=60, context=old)
        with pytest.raises(ssl.SSLError):
            asking.request("GET", "/pair")


def test_it_is_made_anew_in_time_while_the_server_runs(tmp_path):
    hours = timedelta(hours=1)
    long_ago = now().astimezone(UTC) - LASTS + RENEWED + 36 * hours
    certificate(tmp_path / "phones", (LOOPBACK, "box.local"), long_ago)
    with served(tmp_path / "phones", static=_static(tmp_path)) as house:
        before = house.here("GET", "/api/phones")[1]["way"]["fingerprint"]
        assert not house.lan.look_again()
        with standing_at(now() + 20 * hours):
            assert house.lan.look_again()
        after = house.here("GET", "/api/phones")[1]["way"]["fingerprint"]
        assert after != before
        # The root that comes with the new one is what the next handshake must fit.
        assert house.there("GET", "/pair")[0] == 200


def test_the_way_is_closed_and_opened_at_the_machine_and_says_so(tmp_path):
    with served(tmp_path / "phones", static=_static(tmp_path)) as house:
        secret, _ = house.paired("everything")
        way = house.here("GET", "/api/phones")[1]["way"]
        assert way["open"]
        assert way["addresses"] == [f"https://{LOOPBACK}:{house.lan_port}"]
        way = house.here("POST", "/api/phones/way", {"open": False})[1]["way"]
        assert (way["open"], way["addresses"]) == (False, [])
        with pytest.raises(OSError, match=r"refused|reset"):
            house.there("GET", "/pair")
        assert house.here("POST", "/api/phones/invitation")[0] == 400
        assert house.here("POST", "/api/phones/way", {"open": True})[1]["way"]["open"]
        # Phones that were let in may come back.
        assert house.there("GET", "/api/about", secret=secret)[0] == 200


def test_a_machine_that_moved_to_another_network_is_not_open_there_by_itself(tmp_path):
    here = [LOOPBACK]
    with served(
        tmp_path / "phones", static=_static(tmp_path), addresses=lambda: tuple(here)
    ) as house:
        here[:] = ["127.0.0.2"]
        way = house.here("GET", "/api/phones")[1]["way"]
        assert way["moved"] == ["127.0.0.2"]
        assert way["addresses"] == [f"https://{LOOPBACK}:{house.lan_port}"]
        before = way["fingerprint"]
        way = house.here("POST", "/api/phones/way", {"open": True})[1]["way"]
        assert way["addresses"] == [f"https://127.0.0.2:{house.lan_port}"]
        assert way["moved"] == []
        assert way["fingerprint"] != before


def test_without_being_asked_for_there_is_no_way_in(tmp_path):
    from starlette.testclient import TestClient

    from levelhip.web import made_app

    host = "127.0.0.1:8177"
    with TestClient(made_app([host], static=_static(tmp_path)), base_url=f"http://{host}") as page:
        assert page.get("/api/phones").json()["way"] is None
        for path in ("invitation", "way"):
            got = page.post(f"/api/phones/{path}", json={"open": True})
            assert got.status_code == 400
            assert "--lan" in got.json()["error"]


def test_the_address_option_needs_the_way_to_be_asked_for():
    got = CliRunner().invoke(levelhip, ["serve", "--lan-address", "192.168.0.20"])
    assert got.exit_code == 2
    got = CliRunner().invoke(levelhip, ["serve", "--lan", "--lan-address", "8.8.8.8"])
    assert got.exit_code == 1
    assert "internet" in got.output + got.stderr


def _static(tmp_path):
    (tmp_path / "static").mkdir()
    return built(tmp_path / "static")
