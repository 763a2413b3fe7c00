"""The page of an emergency: the form, and in its place the case, once it is open."""

from __future__ import annotations

from datetime import tzinfo

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from nurseapp.desktop.ui.case.case_page import CasePage
from nurseapp.desktop.ui.oversight.aside_page import AsidePage
from nurseapp.desktop.ui.oversight.emergency_banner import EmergencyBanner
from nurseapp.desktop.ui.oversight.emergency_form import EmergencyForm
from nurseapp.desktop.ui.theme.theme import Theme

_WHOLE = 1000
"""The share of the case, beside which the stretch under the form is nothing."""


class EmergencyView(AsidePage):
    """Show the form or the case.

    Attributes:
        form: what somebody fills in; ``banner`` what stands over the case, which stays open
            when the page is left.
    """

    def __init__(self, theme: Theme, zone: tzinfo, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Open a case in an emergency"), parent)
        self.form = EmergencyForm(theme, self)
        self.banner = EmergencyBanner(theme, zone, self)
        self.banner.hide()
        self._place = QWidget(self)
        self._column = QVBoxLayout(self._place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.form)
        self._column.addStretch(1)
        self._page: CasePage | None = None
        self.lay_out((self.banner,), self._place, self.form.whom.entry)
        self.show_content(True)
        self.header.set_subtitle(self.tr("This needs a connection."))

    def show_case(self, page: CasePage) -> None:
        """Show the case in the place of the form."""
        self.put_case_away()
        self._page = self._goal = page
        self.form.hide()
        self.header.hide()
        whole = page.layout()
        if whole is not None:  # this page has its margins already
            whole.setContentsMargins(0, 0, 0, 0)
        self._column.insertWidget(0, page, _WHOLE)
        self.banner.show()
        page.show()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def put_case_away(self) -> None:
        """Show the form again; nothing of the case is left."""
        if self._page is not None:
            self._column.removeWidget(self._page)
            self._page.hide()
            self._page.deleteLater()
            self._page = None
        self._goal = self.form.whom.entry
        self.banner.hide()
        self.header.show()
        self.form.show()

    def case_page(self) -> CasePage | None:
        """Return the page of the case that is open, or None."""
        return self._page
