"""Secrets at rest and signatures: one key per installation, kept in the data folder or given by a setting."""

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from runyard.kit.errors import RunyardError

KEY_FILE = "secret.key"
_NONCE_BYTES = 12
_PREFIX = "v1."


class SealBroken(RunyardError):
    """A stored secret cannot be opened: the key of this installation is not the one that sealed it."""


class Vault:
    """Seals texts and signs bytes; every purpose has its own key, derived from the one of the installation."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 32:
            raise ValueError("the key of a vault has at least 32 bytes")
        self._root = key
        self._cipher = AESGCM(self.derive("seal"))

    def derive(self, purpose: str) -> bytes:
        """The key (32 bytes) of one purpose; nobody can find the others from it."""
        return hmac.digest(self._root, b"runyard/" + purpose.encode(), hashlib.sha256)

    def seal(self, text: str) -> str:
        """The text, encrypted and protected against change."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return _PREFIX + base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, text.encode(), None)).decode()

    def open(self, sealed: str) -> str:
        """The text that was sealed."""
        try:
            raw = base64.urlsafe_b64decode(sealed.removeprefix(_PREFIX))
            return self._cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None).decode()
        except (ValueError, InvalidTag) as error:
            raise SealBroken from error

    def sign(self, data: bytes, purpose: str = "sign") -> str:
        """A signature that only this installation can make."""
        return base64.urlsafe_b64encode(hmac.digest(self.derive(purpose), data, hashlib.sha256)).decode().rstrip("=")

    def verify(self, data: bytes, signature: str, purpose: str = "sign") -> bool:
        """Whether the signature is ours, for that data and purpose."""
        return hmac.compare_digest(self.sign(data, purpose).encode(), signature.encode())


def load_vault(data: Path, secret_key: str | None) -> Vault:
    """The vault of an installation: the given key, or the one in the data folder (made on first use, readable by its owner only)."""
    if secret_key:
        return Vault(hashlib.sha256(secret_key.encode()).digest())
    path = data / KEY_FILE
    if not path.exists():
        _write_new_key(path)
    return Vault(path.read_bytes())


def _write_new_key(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)  # two processes may start at once: the first key wins, whole
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
