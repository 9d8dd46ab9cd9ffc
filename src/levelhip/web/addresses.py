"""The addresses under which others in the same network find this machine."""

from __future__ import annotations

import ipaddress
import re
import socket
import struct
import sys

ASK_ADDRESS = {"linux": 0x8915, "darwin": 0xC0206921}
"""SIOCGIFADDR: what an interface's IPv4 address is."""

INNER = re.compile(r"(docker|br-|veth|virbr|lxc|cni|podman|vmnet|vboxnet|utun|tun|tap|wg)")
"""Interfaces that lead to programs on this machine or to networks elsewhere: no phone of the house
is there."""

TOWARDS = ("192.168.255.254", "10.255.255.254", "172.31.255.254")
"""Private addresses; asked only which way would be taken, nothing is sent."""

NAME = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


def own_addresses() -> tuple[str, ...]:
    """IPv4 addresses of this machine in private networks, the one on the way out first.

    Returns
    -------
    tuple of str
        Empty when it is in no private network; a public address is never among them.
    """
    ways = _ways_out()
    found = dict.fromkeys((*(each for each in ways if each in _interfaces()), *_interfaces()))
    return tuple(each for each in (found or dict.fromkeys(ways)) if is_private(each))


def is_private(address: str) -> bool:
    """Whether only machines of the own network have this address.

    Parameters
    ----------
    address : str

    Returns
    -------
    bool
    """
    try:
        found = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return found.is_private and not (
        found.is_loopback or found.is_link_local or found.is_unspecified
    )


def own_names() -> tuple[str, ...]:
    """Names of this machine in its network, found without asking anybody."""
    name = socket.gethostname().split(".")[0].lower()
    return (f"{name}.local", name) if NAME.fullmatch(name) and name != "localhost" else ()


def _ways_out() -> tuple[str, ...]:
    found = []
    for there in TOWARDS:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            try:
                way.connect((there, 9))
            except OSError:
                continue
            found.append(str(way.getsockname()[0]))
    return tuple(dict.fromkeys(found))


def _interfaces() -> tuple[str, ...]:
    number = next((n for name, n in ASK_ADDRESS.items() if sys.platform.startswith(name)), None)
    if number is None:
        told = socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
        return tuple(dict.fromkeys(str(each[4][0]) for each in told))
    import fcntl

    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            if INNER.match(name):
                continue
            try:
                answer = fcntl.ioctl(asking, number, struct.pack("256s", name[:15].encode()))
            except OSError:
                continue  # an interface without an address
            found.append(socket.inet_ntoa(answer[20:24]))
    return tuple(found)
