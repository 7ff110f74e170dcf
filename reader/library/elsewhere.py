"""Starts modules of this program as processes of their own, whatever folder the user happens to be in."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def start(
    module: str, stdout: int = subprocess.DEVNULL, arguments: Sequence[str] = ()
) -> "subprocess.Popen[bytes]":
    """Run a module elsewhere; it ends by itself, also when this process has ended before."""
    environment = dict(os.environ)
    top = Path(__file__).parents[2]
    if (top / "pyproject.toml").exists():
        # A checkout may be used without being installed.
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, [str(top), environment.get("PYTHONPATH")]))
    return subprocess.Popen(
        # -P: the folder that the user happens to be in must not be where Python looks for modules.
        [sys.executable, "-P", "-m", module, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
