"""What every test sees: a home folder of its own, a fixed day, and no network but loopback."""

import importlib
import ipaddress
import pkgutil
import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

import reader

# Seconds are for `make bench`: a busy machine must not fail a test.
settings.register_profile("pressreader", deadline=None)
settings.load_profile("pressreader")

# Modules that are loaded when they are needed take constants from one another; loaded first while a test has one of
# those replaced, they would keep its value for all tests after it.
for _module in pkgutil.walk_packages(reader.__path__, "reader."):
    if not _module.name.endswith("__main__"):
        importlib.import_module(_module.name)

_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PRESSREADER_HOME that does not exist yet; HOME and the XDG folders point nowhere else."""
    folder = tmp_path / "pressreader-home"
    monkeypatch.setenv("PRESSREADER_HOME", str(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PRESSREADER_TODAY", raising=False)
    for name in (
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_CACHE_HOME",
        "XDG_STATE_HOME",
        "NO_COLOR",
        "EDITOR",
        "VISUAL",
        *_PROXIES,
        *map(str.upper, _PROXIES),
    ):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections to anything but loopback fail at once."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if (
            self.family in (socket.AF_INET, socket.AF_INET6)
            and not ipaddress.ip_address(address[0]).is_loopback
        ):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The folder of real listings; tests that need it are skipped where it is absent."""
    if not SEEDS.is_dir():
        pytest.skip("the real listings are not beside this checkout")
    return SEEDS
