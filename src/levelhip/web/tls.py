"""The certificate of the phone's way in: made here, for this machine's addresses only."""

from __future__ import annotations

import hashlib
import ipaddress
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from levelhip.io.whole_files import replacing
from levelhip.service.clock import now

FILE = "certificate.pem"
"""Key, certificate and the root that signed it, in one file: none is there without the others."""

LASTS = timedelta(days=365)
"""Chosen by us: phones take at most 825 days, and each new one must be looked at again."""

RENEWED = timedelta(days=30)
"""So long before its end it is made anew; chosen by us."""

BACK = timedelta(days=1)
"""A phone whose clock is behind takes it too; chosen by us."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a phone is shown.

    Attributes
    ----------
    file : where it lies, with its key
    names : addresses and names it is for
    expires : when it ends
    fingerprint : SHA-256 of the certificate, as browsers show it
    root : the root that signed it, DER; a phone may keep it, to be asked no more
    """

    file: Path
    names: frozenset[str]
    expires: datetime
    fingerprint: str
    root: bytes

    def is_due(self, names: Sequence[str], moment: datetime) -> bool:
        """Whether it should be made anew: it ends soon, or is not for all names.

        Parameters
        ----------
        names : sequence of str
            Addresses and names by which this machine is reached now.
        moment : datetime

        Returns
        -------
        bool
        """
        return not set(names) <= self.names or self.expires - moment < RENEWED


def certificate(folder: Path, names: Sequence[str], moment: datetime | None = None) -> Certificate:
    """The certificate of this machine; made when there is none, or it is due.

    Parameters
    ----------
    folder : Path
        Where it is kept; made, for the person alone.
    names : sequence of str
        Addresses (IPv4) and names that it is to be for.
    moment : datetime, optional
        Now, unless another is given.

    Returns
    -------
    Certificate
    """
    moment = moment or now().astimezone(UTC)
    file = folder / FILE
    found = _kept(file)
    if found is not None and not found.is_due(names, moment):
        return found
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with replacing(file, private=True) as unfinished:
        unfinished.write_bytes(_made(tuple(dict.fromkeys(names)), moment))
    return _read(file)


def context(held: Certificate) -> ssl.SSLContext:
    """What speaks TLS with it: version 1.2 or later.

    Parameters
    ----------
    held : Certificate

    Returns
    -------
    SSLContext
    """
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    made.load_cert_chain(held.file)
    return made


def _kept(file: Path) -> Certificate | None:
    """What lies there; None when there is nothing, or nothing that can be used."""
    try:
        return _read(file)
    except (OSError, ValueError, x509.ExtensionNotFound):
        return None


def _read(file: Path) -> Certificate:
    content = file.read_bytes()
    shown, root = x509.load_pem_x509_certificates(content)
    key = serialization.load_pem_private_key(content, None)
    if key.public_key() != shown.public_key():
        raise ValueError(f"{file}: key and certificate are not of each other")
    told = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    addresses = map(str, told.get_values_for_type(x509.IPAddress))
    file.chmod(0o600)
    return Certificate(
        file,
        frozenset((*addresses, *told.get_values_for_type(x509.DNSName))),
        shown.not_valid_after_utc,
        fingerprint(shown.public_bytes(serialization.Encoding.DER)),
        root.public_bytes(serialization.Encoding.DER),
    )


def fingerprint(der: bytes) -> str:
    """SHA-256 as browsers show it: pairs of letters and digits.

    Parameters
    ----------
    der : bytes
        A certificate.

    Returns
    -------
    str
    """
    return hashlib.sha256(der).digest().hex(":").upper()


def _made(names: tuple[str, ...], moment: datetime) -> bytes:
    # The root's key is dropped with the end of this function: nobody can sign with it again, so a
    # phone that keeps the root trusts this one certificate and no other.
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root = (
        _begun("levelhip root", "levelhip root", root_key, moment)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.NameConstraints(_only(names), None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(root_key.public_key()), False)
        .sign(root_key, hashes.SHA256())
    )
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    shown = (
        _begun("levelhip", "levelhip root", key, moment)
        .add_extension(x509.SubjectAlternativeName(map(_general, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(issuer, critical=False)
        .sign(root_key, hashes.SHA256())
    )
    own = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = serialization.Encoding.PEM
    return own + shown.public_bytes(pem) + root.public_bytes(pem)


def _begun(
    subject: str, issuer: str, key: ec.EllipticCurvePrivateKey, moment: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_named(subject))
        .issuer_name(_named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - BACK)
        .not_valid_after(moment - BACK + LASTS)
    )


def _named(name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "levelhip on this network"),
            x509.NameAttribute(NameOID.COMMON_NAME, name),
        ]
    )


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.IPv4Address(name))
    except ValueError:
        return x509.DNSName(name)


def _only(names: tuple[str, ...]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for name in names:
        try:
            found.append(x509.IPAddress(ipaddress.IPv4Network(f"{name}/32")))
        except ValueError:
            found.append(x509.DNSName(name))
    return found


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs,
        crl_sign=signs,
        encipher_only=False,
        decipher_only=False,
    )
