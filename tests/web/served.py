"""A real server in a process of its own, which can be killed: loopback only, with a quick clock."""

import socket
import sys
import threading
import time

import uvicorn

from levelhip.web import made_app
from levelhip.web.live import LiveSessions
from levelhip.web.serving import loopback_hosts, open_socket, server_config

FAST = 6.0


def main() -> None:
    """Serve on a port that is free; print it once it listens."""
    opened: socket.socket = open_socket(int(sys.argv[1]))
    port = opened.getsockname()[1]
    app = made_app(loopback_hosts(port))
    # As with many sessions: sockets are read only before the steps.
    app.state.live = LiveSessions(lambda: FAST * time.monotonic(), crowd=0)
    server = uvicorn.Server(server_config(app))
    threading.Thread(target=_tell, args=(server, port), daemon=True).start()
    server.run(sockets=[opened])


def _tell(server: uvicorn.Server, port: int) -> None:
    while not server.started:
        time.sleep(0.01)
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
