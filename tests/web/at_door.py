"""A server with its second way in, over TLS, on this machine's own address alone."""

import http.client
import json
import ssl
from contextlib import contextmanager
from dataclasses import dataclass

import uvicorn

from levelhip.web import made_app
from levelhip.web.app import STATIC
from levelhip.web.door import COOKIE
from levelhip.web.lan import Lan
from levelhip.web.serving import loopback_hosts, open_socket
from tools.threads import serving

LOOPBACK = "127.0.0.1"
PAIR_PAGE = '<script type="module" src="/assets/pair-1a2b.js"></script>'


class Steady:
    """A clock that only the test moves, s."""

    def __init__(self):
        self.now_s = 1000.0

    def __call__(self):
        return self.now_s


@dataclass
class Served:
    """Both ways in, by their ports."""

    lan: Lan
    port: int
    lan_port: int
    steady: Steady
    _trusting: tuple[bytes, ssl.SSLContext] | None = None

    def here(self, method, path, body=None):
        """A request at the machine itself: its status and what it says."""
        asking = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        return _asked(asking, method, path, body, {})

    def there(self, method, path, body=None, *, secret=None, **headers):
        """A request from the network."""
        root = self.lan.root
        if self._trusting is None or self._trusting[0] != root:
            self._trusting = root, ssl.create_default_context(cadata=root)
        asking = http.client.HTTPSConnection(
            LOOPBACK, self.lan_port, timeout=60, context=self._trusting[1]
        )
        told = {"origin": f"https://{LOOPBACK}:{self.lan_port}"} | headers
        if secret:
            told["cookie"] = f"{COOKIE}={secret}"
        return _asked(asking, method, path, body, told)

    def token(self):
        """An invitation's token."""
        status, told, _ = self.here("POST", "/api/phones/invitation")
        assert status == 200
        return told["link"].split("#")[1]

    def asked(self, token=None):
        """A phone that scanned the code: its secret."""
        got = self.there("POST", "/api/phones/pair", {"token": token or self.token()})
        assert got[0] == 200, got
        return secret_of(got[2])

    def paired(self, role="sensor"):
        """A phone that was let in: its secret and its id."""
        secret = self.asked()
        asking = self.here("GET", "/api/phones")[1]["asking"]
        told = self.here("POST", f"/api/phones/{asking['id']}/let-in", {"role": role})
        assert told[0] == 200, told
        return secret, asking["id"]


def secret_of(headers):
    kept = headers["set-cookie"]
    return kept.split(";")[0].split("=", 1)[1]


def _asked(asking, method, path, body, headers):
    content = None if body is None else json.dumps(body)
    if content:
        headers = headers | {"content-type": "application/json"}
    asking.request(method, path, content, headers)
    got = asking.getresponse()
    text = got.read()
    kind = got.headers.get("content-type", "")
    asking.close()
    return got.status, json.loads(text) if "json" in kind else text, got.headers


@contextmanager
def served(folder, *, static=None, session_clock=None, addresses=lambda: (LOOPBACK,)):
    """Serve until the end of the block."""
    steady = Steady()
    own = {} if session_clock is None else {"steady": session_clock}
    static = static or STATIC
    lan = Lan(
        folder, static, port=0, addresses=addresses, names=lambda: ("box.local",), steady=steady
    )
    opened = open_socket(0)
    port = opened.getsockname()[1]
    app = made_app(loopback_hosts(port), static=static, lan=lan, **own)
    with serving(uvicorn.Config(app, log_level="warning"), opened):
        lan_port = int(lan.addresses[0].rsplit(":", 1)[1])
        yield Served(lan, port, lan_port, steady)


def built(folder):
    """A page as if it were built: only what the door looks at."""
    (folder / "assets").mkdir()
    (folder / "index.html").write_text("<title>the whole page</title>")
    (folder / "pair.html").write_text(PAIR_PAGE)
    (folder / "assets" / "pair-1a2b.js").write_text("1;")
    (folder / "assets" / "index-3c4d.js").write_text("2;")
    return folder


__all__ = ["LOOPBACK", "Served", "Steady", "built", "secret_of", "served"]
