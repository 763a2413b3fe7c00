"""Starts the desktop: the first window, the way in, and the workplace behind it.

Outside the import contracts, with ``main``: joins the user interface. What stands behind the lock
page is imported while the passphrase is typed.
"""

from __future__ import annotations

import logging
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from os import urandom
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, QTimeZone, Signal, Slot
from PySide6.QtWidgets import QApplication

from nurseapp.desktop.fresh_start import FreshStart
from nurseapp.desktop.garbage import leave_alone_what_is_loaded
from nurseapp.desktop.gate import DeskGate
from nurseapp.desktop.no_dumps import forbid_dumps
from nurseapp.desktop.preloading import Preloading
from nurseapp.desktop.surroundings import Surroundings, utc_now
from nurseapp.desktop.ui.entrance import Entrance
from nurseapp.desktop.ui.failures import Failures
from nurseapp.desktop.ui.lock.lock_rules import LockRules
from nurseapp.desktop.ui.lock.people import Enrolling
from nurseapp.desktop.ui.lock.start_window import StartWindow
from nurseapp.desktop.ui.once_painted import once_painted
from nurseapp.desktop.ui.runner import Runner
from nurseapp.desktop.ui.theme.application import make_application
from nurseapp.desktop.ui.theme.palette import palettes_from
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.theme.typography import load_typography
from nurseapp.domain.circumstance import Circumstance

if TYPE_CHECKING:
    from nurseapp.desktop.composition import Opened
    from nurseapp.desktop.services.syncing import Told
    from nurseapp.desktop.ui.clipboard_guard import ClipboardGuard
    from nurseapp.desktop.ui.lock.curtain import Curtain
    from nurseapp.desktop.ui.lock.leaving import Leaving
    from nurseapp.desktop.ui.lock.locking import Locking
    from nurseapp.desktop.ui.lock.wiped_page import WipedPage
    from nurseapp.desktop.ui.workplace import Workplace

LISTENING_AFTER_MS = 2_000
"""Nobody waits for anything by then."""
BEHIND_THE_LOCK = (
    "nurseapp.desktop.ui.frame.window",
    "nurseapp.desktop.ui.caseload.caseload_room",
    "nurseapp.desktop.ui.sync.sync_room",
    "nurseapp.desktop.ui.case.summary.summary_room",
    "nurseapp.desktop.ui.case.plan.plan_room",
    "nurseapp.desktop.ui.case.screening.screening_room",
    "nurseapp.desktop.ui.case.papers.papers_room",
    "nurseapp.desktop.ui.lock.locking",
    "nurseapp.desktop.ui.lock.passphrase_changing",
    "nurseapp.desktop.ui.workplace",
    "PySide6.QtCore:QDateTime",
    "PySide6.QtCore:QItemSelectionModel",
    "PySide6.QtCore:QMetaMethod",
    "PySide6.QtCore:QXmlStreamReader",
    "PySide6.QtGui:QGradient",
)
"""In portions that no key has to wait for; the classes are those of the first page's painting."""


def start(
    resources: Path,
    data: Path | None,
    server: str,
    locked_by: str = "",
    is_shared: bool = False,
) -> int:
    """Run the desktop until its window is closed; return the exit code."""
    app = make_application("nurseapp")
    fresh = FreshStart(arguments=sys.orig_argv)
    program = Program(app, resources, data, fresh, is_shared=is_shared)
    program.show(server, locked_by)
    return _run(app, program)


def start_demo(
    resources: Path,
    data: Path | None,
    server: str,
    locked_by: str = "",
    is_shared: bool = False,
) -> int:
    """Run the desktop as the example's first nurse, who types nothing to come in.

    Where the machine has no keyring the vault's secret lives in memory, and so the vault, which
    nobody could open again, in a folder that goes with the program. Once it locked itself, she
    has to type like anybody.
    """
    app = make_application("nurseapp")
    with nullcontext(data) if is_shared else demo_vaults(data) as folder:
        forget = folder if folder != data else None
        fresh = FreshStart(arguments=sys.orig_argv, forget=forget)
        program = Program(
            app,
            resources,
            folder,
            fresh,
            may_keep_secret_in_memory=True,
            is_shared=is_shared,
        )
        program.show(server, locked_by)
        if not locked_by:
            program.enter_as(demo_enrolling(resources, server))
        return _run(app, program)


@contextmanager
def demo_vaults(data: Path | None) -> Iterator[Path | None]:
    """Give a folder for vaults that goes afterwards, unless the machine has a keyring."""
    from tempfile import TemporaryDirectory

    from nurseapp.desktop.storage.circumstances import VaultError
    from nurseapp.desktop.storage.keyring_choice import system_keyring

    try:
        system_keyring()
    except VaultError:
        with TemporaryDirectory(prefix="nurseapp-") as folder:
            yield Path(folder)
    else:
        yield data


def _run(app: QApplication, program: Program) -> int:
    logging.basicConfig(stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    code = app.exec()
    program.close()
    return code


def load_theme(app: QApplication, resources: Path) -> Theme:
    """Put the look in force, before the first window."""
    palettes = palettes_from(tomllib.loads((resources / "theme/palette.toml").read_text("utf-8")))
    dots_per_inch = app.primaryScreen().logicalDotsPerInchY()
    typography = load_typography(resources / "fonts", app.font(), dots_per_inch)
    return Theme(app, palettes, typography, resources / "icons")


def demo_enrolling(resources: Path, server: str) -> Enrolling:
    """Give what the example's first nurse types to come in."""
    demo = tomllib.loads((resources / "demo/desktop.toml").read_text("utf-8"))
    return Enrolling(
        server=server,
        user=demo["login"],
        password=demo["password"],
        passphrase=demo["passphrase"],
    )


class Program(QObject):
    """The running desktop: first the entrance, then the workplace.

    Attributes:
        workplace: None until somebody is in; ``leaving`` too, and on a computer of their own.

    Signals:
        loaded(): what the store's thread needs to let somebody in is there.
        entered(): the workplace is on the screen.
    """

    loaded = Signal()
    entered = Signal()

    def __init__(
        self,
        app: QApplication,
        resources: Path,
        data: Path | None,
        fresh_start: FreshStart | None = None,
        *,
        may_keep_secret_in_memory: bool = False,
        is_shared: bool = False,
    ) -> None:
        """Join the parts; without a fresh start the desk is only covered, and only when asked."""
        super().__init__(app)
        self.surroundings = Surroundings(
            resources=resources,
            data=data,
            time_zone=bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC",
            may_keep_secret_in_memory=may_keep_secret_in_memory,
            is_shared=is_shared,
        )
        self.theme = load_theme(app, resources)
        self.failures = Failures(lambda: urandom(3).hex(), self)
        self.failures.install()
        self.runner = Runner(self)
        self.online = Runner(self)
        self.gate = DeskGate(self.surroundings)
        self.start_window = StartWindow()
        self.entrance = Entrance(
            self.start_window, self.theme, self.gate, self.runner, self.online, self.failures
        )
        self.entrance.entered.connect(self._enter)
        if is_shared:
            self.entrance.be_shared()
        self.workplace: Workplace | None = None
        self.locking: Locking | None = None
        self.leaving: Leaving | None = None
        self._app = app
        self._is_ending = False
        self._fresh_start = fresh_start
        self._opened: Opened | None = None
        self._wiped: WipedPage | None = None
        self._clipboard: ClipboardGuard | None = None

    def show(self, server: str, locked_by: str = "") -> None:
        """Show the first window; what is heavy is loaded once it has been painted."""
        self.start_window.show()
        once_painted(self, lambda: self._look(server, locked_by))

    def enter_as(self, enrolling: Enrolling) -> None:
        """Enrol, or unlock where that person is here already, without anybody typing."""
        self.entrance.enter_as(enrolling)

    def close(self) -> None:
        """Stop the threads and close the file; what was written is on the disk already."""
        if self._clipboard is not None:
            self._clipboard.forget()
        if self.workplace is not None and self._wiped is None:
            self.workplace.resuming.forget()
            self.workplace.close()
        self.online.close()
        self.runner.close()
        if self._opened is not None and self._wiped is None:
            self._opened.close()

    def _look(self, server: str, locked_by: str) -> None:
        """Ask who is here, and load what will be needed while they type."""
        self.entrance.look_who_is_here(server, locked_by)
        if self._fresh_start is not None:
            self.runner.submit(forbid_dumps, self._rest, self.failures.report)
        self.runner.submit(self.gate.make_ready, self._tell_loaded, self.failures.report)
        Preloading(BEHIND_THE_LOCK, self).start()

    def _tell_loaded(self, _nothing: None) -> None:
        leave_alone_what_is_loaded()
        self.loaded.emit()

    def _enter(self, opened: Opened) -> None:
        """Put the workplace in the place of the first window."""
        from random import SystemRandom

        from nurseapp.desktop.ui.case.tools import CaseTools
        from nurseapp.desktop.ui.frame.icons import Icons
        from nurseapp.desktop.ui.frame.window import MainWindow
        from nurseapp.desktop.ui.workplace import IDLE_MS, Workplace

        self._opened = opened
        icons = Icons(self.surroundings.resources / "icons")
        window = MainWindow(self.theme, icons, self.surroundings.zone)
        window.resize(self.start_window.size())
        tools = CaseTools(
            theme=self.theme,
            desk=opened.desk,
            runner=self.runner,
            online=self.online,
            failures=self.failures,
            zone=self.surroundings.zone,
            clock=utc_now,
        )
        self.workplace = Workplace(window, tools, opened.status, SystemRandom().random)
        self._watch_over(self.workplace, opened.owner.name)
        self.workplace.told.connect(self._obey)
        self.workplace.synced.connect(self._note)
        self.workplace.open(opened.listing, opened.left_at)
        if opened.has_lost_half_typed:
            from nurseapp.desktop.ui.wording.half_typed import lost_half_typed_words

            self.workplace.rooms.caseload.view.show_problem(*lost_half_typed_words())
        window.show()
        # What is styled is as large as it will be only now; laid out later, it is painted twice.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self.start_window.hide()
        self.start_window.destroy()  # hidden, it would keep its pixels
        QTimer.singleShot(IDLE_MS, self.workplace, self._watch)
        self.entered.emit()

    def _watch(self) -> None:
        """Sync at once when the network is back or the computer woke up; to look at it is slow."""
        from nurseapp.desktop.ui.waking import Waking

        if self.workplace is not None:
            Waking(utc_now, self.workplace).woke.connect(self.workplace.sync_thread.ask)

    @Slot()
    def _note(self) -> None:
        """Remember, after each round, how far the vault has come."""
        if self._opened is not None and self._wiped is None:
            self.online.submit(self._opened.note, self._rest, self.failures.report)

    def _rest(self, _nothing: None) -> None:
        """Nothing is left to do."""

    def _obey(self, told: Told) -> None:
        """Do as the server told this computer."""
        if told.value == "wipe":
            self._wipe()
        elif self.locking is not None:
            self.locking.lock_for_good()

    def _wipe(self) -> None:
        """Forget everything that is kept here, as the server told; then only leaving is left."""
        from nurseapp.desktop.ui.lock.wiped_page import WipedPage

        if self.workplace is None or self._opened is None or self._wiped is not None:
            return
        if self.locking is not None:
            self.locking.stop()
        if self.leaving is not None:
            self.leaving.stop()
        self._wiped = WipedPage(self.theme)
        self._wiped.leave_asked.connect(self.workplace.window.close)
        self.workplace.window.cover(self._wiped)
        self.workplace.close()
        self.runner.submit(self._opened.wipe, self._tell_wiped, self._tell_not_wiped)

    def _tell_wiped(self, _nothing: None) -> None:
        if self._wiped is not None:
            self._wiped.show_done()

    def _tell_not_wiped(self, error: Exception) -> None:
        if self._wiped is not None:
            self._wiped.show_failed()
        if not isinstance(error, Circumstance):
            self.failures.report(error)

    def _watch_over(self, workplace: Workplace, name: str) -> None:
        """Lock the desk when somebody asks, when nobody is there, and when the computer sleeps."""
        from nurseapp.desktop.ui.clipboard_guard import ClipboardGuard
        from nurseapp.desktop.ui.lock.curtain import Curtain
        from nurseapp.desktop.ui.lock.idle_watch import IdleWatch
        from nurseapp.desktop.ui.lock.locking import Locking
        from nurseapp.desktop.ui.lock.passphrase_changing import PassphraseChanging
        from nurseapp.desktop.ui.lock.session_watch import SessionWatch

        PassphraseChanging(self.theme, workplace.window, self.gate, self.runner, self.failures)
        rules = LockRules()
        curtain = Curtain(self.theme, self.gate, self.runner, self.failures, rules.tries)
        if self.surroundings.is_shared:
            self._be_shared(workplace, curtain)
        idle, session = IdleWatch(rules, time, self), SessionWatch(self)
        self.locking = Locking(workplace.window, name, curtain, (idle, session))
        self._clipboard = ClipboardGuard(self._app.clipboard(), self)
        curtain.fell.connect(self._clipboard.forget)
        self.locking.ending.connect(self._clipboard.forget)
        curtain.fell.connect(workplace.resuming.pause)
        curtain.rose.connect(workplace.resuming.go_on)
        workplace.lock_asked.connect(self.locking.lock)
        workplace.hand_over_asked.connect(self.locking.hand_over)
        if self._fresh_start is None:
            self.locking.ending.connect(self.locking.lock)
        else:
            self.locking.ending.connect(self._lock_for_good)
            idle.start(self._app)
            QTimer.singleShot(LISTENING_AFTER_MS, session, session.start)

    def _be_shared(self, workplace: Workplace, curtain: Curtain) -> None:
        """Let somebody else take over, and the window close once nothing is lost unsaid."""
        from nurseapp.desktop.ui.lock.leaving import Leaving

        if self._opened is not None:
            curtain.be_shared(keeps_half_typed=self._opened.keeps_half_typed)
            drafts = self._opened.desk.drafts
            self.leaving = Leaving(self.theme, workplace, drafts, self.runner, self.failures)

    @Slot()
    def _lock_for_good(self) -> None:
        """End this process once what was half typed is kept, and at the latest in a moment."""
        fresh = self._fresh_start
        if self.workplace is not None and fresh is not None and not self._is_ending:
            self._is_ending = True
            fresh.begin_at_the_latest(self.gate.who_is_in())
            self.workplace.resuming.pause()
            self.workplace.window.hide()
            self.runner.submit(bool, self._begin_anew, self._begin_anew)

    def _begin_anew(self, _nothing: object) -> None:
        if self._fresh_start is not None:
            self._fresh_start.begin(self.gate.who_is_in())
