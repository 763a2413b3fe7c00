"""The first run: sign in at the server once, and choose the passphrase for this computer.

Must not talk to a server or judge a password: it sees to it that nothing is missing, and asks by
signal. Filled by the composition root's controller.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from nurseapp.desktop.ui.lock.browser_part import BrowserPart
from nurseapp.desktop.ui.lock.card import CardPage
from nurseapp.desktop.ui.lock.code_field import CodeFields
from nurseapp.desktop.ui.lock.people import Enrolling, Person
from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip import StatusLine
from nurseapp.desktop.ui.widgets.chip_face import ChipFace, ChipKind
from nurseapp.desktop.ui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QShowEvent

    from nurseapp.desktop.services.browsing import Arrived

WIDTH_PX = 840
ONE_COLUMN_PX = 460


class FirstRunPage(CardPage):
    """Ask for all that makes this computer somebody's.

    Attributes:
        codes: what the server asks for besides.
        browser: offers to sign in without a password.

    Signals:
        enrol_requested(object): an Enrolling.
        server_named(str, str): the address of a server, empty while it is typed, and whose account
            it has to be; empty for anybody's.
        left(): back to the people who are here already.
    """

    enrol_requested = Signal(object)
    server_named = Signal(str, str)
    left = Signal()

    def __init__(self, theme: Theme, least_length: int, parent: QWidget | None = None) -> None:
        super().__init__(theme, WIDTH_PX, parent)
        self._least_length = least_length
        self._server, self._user = QLineEdit(self), QLineEdit(self)
        self._password = SecretField(self.tr("Password"), self)
        self.codes = CodeFields(self)
        self.browser = BrowserPart(self)
        self._arrived: Arrived | None = None
        self._arrived_words = StatusLine(theme, self)
        self._named: tuple[str, str] = ("", "")
        self._passphrase = SecretField(self.tr("Passphrase"), self)
        self._again = SecretField(self.tr("Passphrase again"), self)
        self._length, self._match = StatusLine(theme, self), StatusLine(theme, self)
        self._missing = QLabel(self)
        dress(self._missing, Look.DIM)
        self._missing.setWordWrap(True)
        self._enrol = PushButton("", Look.PRIMARY, self)
        self._leave = PushButton(self.tr("Back"), parent=self)
        self._for_whom = QLabel("", self)
        self._for_whom.setWordWrap(True)
        self._is_again = False
        self._whose = ""
        self._is_busy = False
        self._is_shared = False
        self._leave.hide()
        self._server.setPlaceholderText("https://")
        self._lay_out_card()
        self.codes.changed.connect(self._follow)
        self.codes.submitted.connect(self._ask)
        for field in (self._server, self._user):
            field.textChanged.connect(self._follow)
            field.returnPressed.connect(self._ask)
        self._server.textChanged.connect(self._withdraw_server)
        self._server.editingFinished.connect(self._name_server)
        self.browser.waiting_changed.connect(self._follow_browser)
        for secret in (self._password, self._passphrase, self._again):
            secret.changed.connect(self._follow)
            secret.submitted.connect(self._ask)
        self._enrol.clicked.connect(self._ask)
        self._leave.clicked.connect(self.left)
        self.setFocusProxy(self._server)
        self.set_again(None)
        self.set_busy(False)

    def set_server(self, server: str) -> None:
        """Fill in the server's address, when it is known; the user name is asked next."""
        self._server.setText(server)
        self.setFocusProxy(self._user if server else self._server)
        self._name_server()

    def be_shared(self) -> None:
        """Be for a computer that several people share and that keeps nothing."""
        self._is_shared = True
        self._sign_in.set_words(
            self.tr("Your account"),
            self.tr(
                "Several people share this computer. It keeps nothing about anybody: what you "
                "see is gone when you leave, and works while the server can be reached."
            ),
        )
        self._choosing.set_words(
            self.tr("A PIN for while you are here"),
            self.tr("It opens a locked screen again, and is forgotten when you leave."),
        )
        self._passphrase.set_words(self.tr("PIN"))
        self._again.set_words(self.tr("PIN again"))
        self.set_again(None)
        self.set_busy(False)

    def show_waiting(self, users: Sequence[str]) -> None:
        """Say of whom something waits here, sealed, until they sign in."""
        words = self.tr("Not sent yet or half typed, and sealed here until they sign in: %1.")
        self._for_whom.setText(words.replace("%1", ", ".join(users)))
        self._for_whom.setVisible(bool(users))

    def set_again(self, person: Person | None) -> None:
        """Be for somebody whose store here cannot be opened any more, or else for anybody new."""
        self._is_again = person is not None
        if self._is_shared:
            self.set_title(self.tr("Sign in"))
            self.show_arrived(None)
            return
        self.set_title(
            self.tr("Set up this computer again")
            if self._is_again
            else self.tr("Set up this computer")
        )
        self._for_whom.setVisible(self._is_again)
        self._whose = "" if person is None else person.user
        self.show_arrived(None)
        if person is None:
            return
        words = self.tr(
            "%1, what you saved here and what was not sent yet goes to the server once you have "
            "signed in. What was only half typed is lost."
        )
        self._for_whom.setText(words.replace("%1", person.name))
        self._user.setText(person.user)
        if person.server:
            self._server.setText(person.server)
        self.setFocusProxy(self._password)

    def show_arrived(self, arrived: Arrived | None) -> None:
        """Say who signed in with the browser, and ask for no password; or forget them."""
        self._arrived = arrived
        words = "" if arrived is None else self.tr("Signed in as %1").replace("%1", arrived.name)
        self._arrived_words.set_face(ChipFace(kind=ChipKind.ON_TIME, words=words))
        self._arrived_words.setVisible(arrived is not None)
        self._by_password.setVisible(arrived is None)
        self._choosing.setVisible(arrived is not None or not self._is_shared)
        if self._is_shared:
            self.set_width(ONE_COLUMN_PX if arrived is None else WIDTH_PX)
        if arrived is not None:
            self.browser.hide()
            self.problem.say("", "")
            if not self._passphrase.text():  # else it is being typed
                self._passphrase.setFocus()
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._name_server()

    def set_can_leave(self, can_leave: bool) -> None:
        """Offer the way back, when there is somebody on this computer already."""
        self._leave.setVisible(can_leave)

    def set_busy(self, is_busy: bool) -> None:
        """Say that the server is being asked; what was typed stays."""
        self._is_busy = is_busy
        for field in (self._server, self._by_password, self.browser, self._passphrase, self._again):
            field.setEnabled(not is_busy)
        asked = self.tr("Sign in") if self._is_shared else self.tr("Set up this computer")
        self._enrol.setText(self.tr("Signing in…") if is_busy else asked)
        if is_busy:
            self.problem.say("", "")
        self._follow()

    def show_problem(self, happened: str, step: str) -> None:
        """Say why it did not work, and what to do."""
        self.problem.say(happened, step)

    def ask_for(self, circumstance: str) -> None:
        """Ask for the code that is missing, if one is; all else stays as it was typed."""
        self.codes.ask_for(circumstance)
        self._follow()

    def forget(self) -> None:
        """Clear the secrets, once they are used or given up, and who signed in."""
        self.show_arrived(None)
        self._named = ("", "")
        self.codes.put_away()
        for secret in (self._password, self._passphrase, self._again):
            secret.clear()

    def fold(self, is_narrow: bool) -> None:
        """Stand the two columns below each other where the window is narrow."""
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.TopToBottom if is_narrow else directions.LeftToRight)

    def _lay_out_card(self) -> None:
        sign_in = self._sign_in = _Column(self)
        sign_in.set_words(
            self.tr("1  Sign in"),
            self.tr("Once, while the server can be reached. Your organisation gave you these."),
        )
        sign_in.body.addLayout(_labelled(self.tr("Server address"), self._server))
        self._by_password = QWidget(self)
        by_password = QVBoxLayout(self._by_password)
        by_password.setContentsMargins(0, 0, 0, 0)
        by_password.setSpacing(12)
        by_password.addLayout(_labelled(self.tr("User name"), self._user))
        by_password.addWidget(self._password)
        by_password.addWidget(self.codes)
        for part in (self._by_password, self.browser, self._arrived_words):
            sign_in.body.addWidget(part)
        sign_in.body.addStretch(1)
        choosing = self._choosing = _Column(self)
        choosing.set_words(
            self.tr("2  A passphrase for this computer"),
            self.tr("It opens what is stored here, also without a network. Nobody can reset it."),
        )
        for part in (self._passphrase, self._length, self._again, self._match):
            choosing.body.addWidget(part)
        choosing.body.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addWidget(sign_in, 1)
        self._columns.addWidget(choosing, 1)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._missing, 1)
        foot.addWidget(self._leave)
        foot.addWidget(self._enrol)
        self.body.addWidget(self._for_whom)
        self.body.addLayout(self._columns)
        self.body.addWidget(self.problem)
        self.body.addLayout(foot)

    def _follow(self) -> None:
        passphrase, again = self._passphrase.text(), self._again.text()
        is_long = len(passphrase) >= self._least_length
        words = (
            self.tr("At least %1 characters; %2 so far")
            if self._is_shared
            else self.tr("At least %1 characters, such as five words; %2 so far")
        )
        words = words.replace("%1", str(self._least_length)).replace("%2", str(len(passphrase)))
        self._length.set_face(_check(is_long, words))
        does_match = bool(passphrase) and passphrase == again
        self._match.set_face(_check(does_match, self.tr("Both are the same")))
        missing = self._words_for_missing(is_ready=is_long and does_match)
        self._enrol.setEnabled(not missing and not self._is_busy)
        self._missing.setText(missing)

    def _words_for_missing(self, *, is_ready: bool) -> str:
        if self.browser.is_waiting() and self._is_shared:
            return self.tr("Sign in with the browser first.")
        if self.browser.is_waiting():
            return self.tr("Sign in with the browser first; the passphrase can be typed meanwhile.")
        if self._arrived is None:
            if not (self._server.text().strip() and self._user.text().strip()):
                return self.tr("The server address and the user name are needed.")
            if not self._password.text():
                return self.tr("The password is needed.")
            if self.codes.missing():
                return self.tr("The code is needed.")
            if self._is_shared:
                return ""
        if is_ready:
            return ""
        choosing_pin = self.tr("The PIN is not ready yet.")
        return choosing_pin if self._is_shared else self.tr("The passphrase is not ready yet.")

    def _name_server(self) -> None:
        """Tell which server it is, once it is typed and where nobody signed in yet."""
        named = (self._server.text().strip(), self._whose)
        if self._arrived is None and named != self._named and self.isVisible():
            self._named = named
            self.server_named.emit(*named)

    def _withdraw_server(self) -> None:
        """Forget what was of another server."""
        if self._named[0] and self._server.text().strip() != self._named[0]:
            self._named = ("", "")
            self.show_arrived(None)
            self.server_named.emit("", "")

    def _follow_browser(self, is_waiting: bool) -> None:
        for field in (self._server, self._by_password):
            field.setEnabled(not is_waiting)
        if is_waiting:
            self.problem.say("", "")
        self._follow()

    def _ask(self) -> None:
        """Ask to enrol, or go on to what is missing."""
        if self._enrol.isEnabled():
            is_choosing = self._choosing.isVisibleTo(self)
            way_back = self._passphrase if is_choosing else self._password
            self.enrol_requested.emit(
                Enrolling(
                    server=self._server.text().strip(),
                    user=self._user.text().strip(),
                    password=self._password.text(),
                    passphrase=way_back.text(),
                    is_again=self._is_again,
                    code=self.codes.factor.text(),
                    enrolment=self.codes.enrolment.text(),
                    arrived=self._arrived,
                )
            )
        else:
            self.focusNextChild()


class _Column(QWidget):
    """What belongs together, below a heading and a line that explains it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._heading, self._explained = QLabel(self), QLabel(self)
        dress(self._heading, Look.PANEL_TITLE)
        dress(self._explained, Look.DIM)
        self._explained.setWordWrap(True)
        self._explained.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.body.addWidget(self._heading)
        self.body.addWidget(self._explained)

    def set_words(self, heading: str, explained: str) -> None:
        """Say what it is."""
        self._heading.setText(heading)
        self._explained.setText(explained)


def _check(is_met: bool, words: str) -> ChipFace:
    return ChipFace(kind=ChipKind.ON_TIME if is_met else ChipKind.NEUTRAL, words=words)


def _labelled(words: str, field: QLineEdit) -> QVBoxLayout:
    label = QLabel(words)
    dress(label, Look.FIELD_LABEL)
    label.setBuddy(field)
    field.setAccessibleName(words)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(label)
    column.addWidget(field)
    return column
