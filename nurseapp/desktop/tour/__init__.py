"""The tour: the real desktop, without a display, doing the main job by keyboard.

Every step presses the keys that a nurse presses and waits for what she would see; then the window
is pictured. It stops at the first step that does not come about. Called by ``main``.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import qInstallMessageHandler

from nurseapp.desktop.tour.stage import Stage, TourFailed, hush
from nurseapp.desktop.tour.story import (
    SignIn,
    Step,
    nurse_steps,
    print_papers,
    supervisor_steps,
)
from nurseapp.desktop.ui.theme.application import make_application


def tour(resources: Path, folder: Path, server: str) -> int:
    """Do the main job and picture it; return 1 at the first step that does not come about."""
    demo = tomllib.loads((resources / "demo/desktop.toml").read_text("utf-8"))
    nurse = _sign_in(demo, demo["login"], demo["password"])
    supervisor = _sign_in(demo, demo["supervisor_login"], demo["supervisor_password"])
    folder.mkdir(parents=True, exist_ok=True)
    qInstallMessageHandler(hush)
    app = make_application("nurseapp")
    stage = Stage(app, resources, folder)
    try:
        number = _perform(stage, nurse_steps(stage, nurse, server), 1)
        for name in print_papers(stage, folder):
            print(f"      {folder / name}", flush=True)
        stage.close()
        stage = Stage(app, resources, folder)
        _perform(stage, supervisor_steps(stage, supervisor, server), number)
    except TourFailed as failure:
        print(f"The tour stopped: {failure}.", file=sys.stderr)
        return 1
    finally:
        stage.close()
    return 0


def _perform(stage: Stage, steps: Iterable[Step], number: int) -> int:
    for name, act in steps:
        act()
        picture = stage.picture(f"{number:02d}-{name}")
        print(f"  {number:2d}  {picture}", flush=True)
        number += 1
    return number


def _sign_in(demo: dict[str, str], user: str, password: str) -> SignIn:
    return SignIn(user=user, password=password, passphrase=demo["passphrase"])
