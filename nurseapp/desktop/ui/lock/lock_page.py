"""The lock page: who, and the passphrase. Nothing of a patient is behind it in this process yet.

Must not check a passphrase or wait for the check: it asks by signal and shows what it is told.
Filled by the composition root's controller; also the curtain of the main window.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QWidget

from nurseapp.desktop.ui.lock.card import CardPage
from nurseapp.desktop.ui.lock.people import Person
from nurseapp.desktop.ui.lock.secret_field import SecretField
from nurseapp.desktop.ui.theme.looks import Look, dress
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.push_button import PushButton

if TYPE_CHECKING:
    from nurseapp.desktop.ui.lock.code_field import CodeFields

WIDTH_PX = 420
ROWS_SEEN = 5
ROW_PX = 32
FRAME_PX = 4
_KEY = Qt.ItemDataRole.UserRole


class LockPage(CardPage):
    """Ask for a passphrase.

    Signals:
        unlock_requested(str, str): the key of the person, and the passphrase.
        person_wanted(): somebody who is not in the list wants to come in.
        again_wanted(object): the Person whose store cannot be opened any more.
    """

    unlock_requested = Signal(str, str)
    person_wanted = Signal()
    again_wanted = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None, asked: str = "") -> None:
        """Ask for a passphrase, or for what is named."""
        super().__init__(theme, WIDTH_PX, parent)
        self._one = QLabel("", self)
        self._one.setTextFormat(Qt.TextFormat.PlainText)
        dress(self._one, Look.STRONG)
        self._list = QListWidget(self)
        self._list.setAccessibleName(self.tr("People on this computer"))
        dress(self._list, Look.LIST)
        self._secret = SecretField(asked or self.tr("Passphrase"), self)
        self._unlock = PushButton(self.tr("Unlock"), Look.PRIMARY, self)
        self._other = PushButton(self.tr("Somebody else"), Look.LINK, self)
        self._again = PushButton(self.tr("Set up again, and keep what was not sent"), parent=self)
        self._again.hide()
        self._people: dict[str, Person] = {}
        self.set_title(self.tr("Unlock"))
        self._password: SecretField | None = None
        self._codes: CodeFields | None = None
        for widget in (
            self._one,
            self._list,
            self._secret,
            self.problem,
            self._again,
            self._unlock,
        ):
            self.body.addWidget(widget)
        self.body.addWidget(self._other, 0, Qt.AlignmentFlag.AlignHCenter)
        self._secret.changed.connect(self._follow)
        self._secret.submitted.connect(self._ask)
        self._unlock.clicked.connect(self._ask)
        self._other.clicked.connect(self.person_wanted)
        self._again.clicked.connect(self._ask_again)
        self._list.currentItemChanged.connect(self._again.hide)
        self._list.itemActivated.connect(self._go_to_secret)
        theme.changed.connect(self._fit_list)
        self.setFocusProxy(self._secret)
        self._follow()

    def set_people(self, people: Sequence[Person], chosen: str = "") -> None:
        """Show who can unlock; the one whose key is `chosen`, else the first, is preselected."""
        self._list.clear()
        self._people = {person.key: person for person in people}
        for person in people:
            item = QListWidgetItem(self._words(person), self._list)
            item.setData(_KEY, person.key)
            if person.key == chosen or self._list.currentItem() is None:
                self._list.setCurrentItem(item)
        self._one.setText(self._words(people[0]) if len(people) == 1 else "")
        self._one.setVisible(len(people) == 1)
        self._list.setVisible(len(people) > 1)
        self._fit_list()
        self._follow()

    def offer_way_back(self, words: str) -> None:
        """Offer to go back to what was shown before, in the place of somebody else."""
        self._other.setText(words)
        self._other.show()

    def set_only_this_person(self) -> None:
        """Offer nobody else: behind the page is this person's work."""
        self._other.hide()

    def ask_password(self) -> None:
        """Ask for the account's password too: the server has to be asked."""
        if self._password is None:
            self._password = SecretField(self.tr("Password of your account"), self)
            self._password.submitted.connect(self._ask)
            self.body.insertWidget(self.body.indexOf(self._secret) + 1, self._password)
            self.setTabOrder(self._secret, self._password)

    def ask_for(self, circumstance: str) -> None:
        """Ask for the code that the server wants too."""
        self.ask_password()
        if self._codes is None and self._password is not None:
            from nurseapp.desktop.ui.lock.code_field import CodeFields

            self._codes = CodeFields(self)
            self._codes.submitted.connect(self._ask)
            self.body.insertWidget(self.body.indexOf(self._password) + 1, self._codes)
            self.setTabOrder(self._password, self._codes.enrolment)
            self.setTabOrder(self._codes.enrolment, self._codes.factor)
        if self._codes is not None:
            self._codes.ask_for(circumstance)
            self._secret.setFocus(Qt.FocusReason.OtherFocusReason)  # it is forgotten at each try

    def codes(self) -> tuple[str, str]:
        """Give the codes of the second factor and of enrolment, where they were asked for."""
        codes = self._codes
        return ("", "") if codes is None else (codes.factor.text(), codes.enrolment.text())

    def password(self) -> str:
        """Give the password, where it was asked for and typed."""
        return "" if self._password is None else self._password.text()

    def set_busy(self, is_busy: bool) -> None:
        """Say that the passphrase is being tried; it is forgotten when that is over."""
        for widget in (self._list, self._secret, self._other):
            widget.setEnabled(not is_busy)
        self._unlock.setText(self.tr("Unlocking…") if is_busy else self.tr("Unlock"))
        if is_busy:
            self._unlock.setEnabled(False)
            self.problem.say("", "")
            self._again.hide()
        else:
            self._secret.clear()
            self._secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, happened: str, step: str) -> None:
        """Say why it stays locked, and what to do."""
        self.problem.say(happened, step)

    def offer_again(self) -> None:
        """Offer the way for whom it stays locked for good."""
        self._again.show()

    def _fit_list(self) -> None:
        row_px = self._theme.typography.px(ROW_PX)
        for number in range(self._list.count()):
            self._list.item(number).setSizeHint(QSize(0, row_px))
        self._list.setFixedHeight(min(self._list.count(), ROWS_SEEN) * row_px + FRAME_PX)

    def _follow(self) -> None:
        self._unlock.setEnabled(bool(self._secret.text()) and self._list.count() > 0)

    def _go_to_secret(self) -> None:
        self._secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        person = self._list.currentItem()
        if self._unlock.isEnabled() and person is not None:
            self.unlock_requested.emit(person.data(_KEY), self._secret.text())

    def _ask_again(self) -> None:
        person = self._list.currentItem()
        if person is not None:
            self.again_wanted.emit(self._people[person.data(_KEY)])

    def _words(self, person: Person) -> str:
        aside = self.tr("key file damaged") if person.is_damaged else person.place
        return f"{person.name} · {aside}" if aside else person.name
