"""The page of the library: handouts with their preview, and the register of forms. To look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from nurseapp.desktop.ui.case.side_by_side import SideBySide
from nurseapp.desktop.ui.headed_lines import HeadedLines
from nurseapp.desktop.ui.library.library_columns import form_columns, handout_columns
from nurseapp.desktop.ui.library.library_words import form_lines, handout_lines
from nurseapp.desktop.ui.list_page import ListPage
from nurseapp.desktop.ui.printing.page_preview import PagePreview
from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel, TableFrame
from nurseapp.desktop.ui.widgets.tabs import Tab, UnderlineTabs
from nurseapp.domain.form import Form
from nurseapp.domain.handout import Handout

HANDOUTS = "handouts"
FORMS = "forms"
SIDE_PX = 400
FOLDED_TABLE_PX = 230
LEAST_PREVIEW_PX = 280


class LibraryView(ListPage):
    """Show what the organisation gives and asks.

    Attributes:
        handouts, forms: the two tables.
        preview: the pages of the chosen handout.

    Signals:
        handout_chosen(object): a Handout.
    """

    handout_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, self.tr("Library"), parent)
        self._handouts: dict[object, Handout] = {}
        self._forms: dict[object, Form] = {}
        self._tabs = UnderlineTabs(theme, self.tr("Kinds of content"), self)
        self.handouts: DataTable[Handout] = DataTable(
            theme, handout_columns(), _handout_key, self.tr("Handouts"), self
        )
        self.forms: DataTable[Form] = DataTable(
            theme, form_columns(), lambda form: form.id, self.tr("Forms"), self
        )
        self.preview = PagePreview(theme, self.tr("Preview"), self)
        self.preview.setMinimumHeight(LEAST_PREVIEW_PX)
        self._of_handout, self._of_form = HeadedLines(self), HeadedLines(self)
        self._handout_side, self._form_side = Panel("", self), Panel("", self)
        self._handout_side.body.addWidget(self._of_handout)
        self._handout_side.body.addWidget(self.preview, 1)
        self._form_side.body.addWidget(_scrolled(self._of_form, self.tr("About the form")), 1)
        self._shown = QStackedWidget(self)
        for table, side in ((self.handouts, self._handout_side), (self.forms, self._form_side)):
            self._shown.addWidget(
                SideBySide(
                    theme,
                    TableFrame(table, self),
                    side,
                    side_px=SIDE_PX,
                    folded_main_px=FOLDED_TABLE_PX,
                    parent=self,
                )
            )
        self.empty.set_content(
            self.tr("Nothing in the library"), self.tr("Tell your administrator.")
        )
        self.lay_out((self._tabs,), self._shown, self._shown)
        self._tabs.tab_chosen.connect(self._show_tab)
        self.handouts.row_chosen.connect(self._choose_handout)
        self.forms.row_chosen.connect(self._choose_form)
        self._show_tab(HANDOUTS)

    def show_content_of(self, handouts: Sequence[Handout], forms: Sequence[Form]) -> None:
        """Show what there is."""
        self._handouts = {_handout_key(handout): handout for handout in handouts}
        self._forms = {form.id: form for form in forms}
        self._tabs.set_tabs(
            (
                Tab(key=HANDOUTS, words=self.tr("Handouts"), count=len(handouts)),
                Tab(key=FORMS, words=self.tr("Forms"), count=len(forms)),
            )
        )
        self.handouts.set_rows(handouts)
        self.forms.set_rows(forms)
        if handouts and self.handouts.chosen_id() is None:
            self.handouts.choose(_handout_key(handouts[0]))
        if forms and self.forms.chosen_id() is None:
            self.forms.choose(forms[0].id)
        self.show_content(bool(handouts or forms))

    def about(self) -> Mapping[str, str]:
        """Return what is said of the chosen handout or form, by heading."""
        lines = self._of_form if self._shown.currentIndex() else self._of_handout
        return lines.lines()

    def _show_tab(self, key: str) -> None:
        is_forms = key == FORMS
        self._shown.setCurrentIndex(int(is_forms))
        self._shown.setFocusProxy(self.forms if is_forms else self.handouts)

    def _choose_handout(self, key: object) -> None:
        handout = self._handouts[key]
        self._handout_side.set_title(handout.title)
        self._of_handout.set_lines(handout_lines(handout))
        self.handout_chosen.emit(handout)

    def _choose_form(self, key: object) -> None:
        form = self._forms[key]
        self._form_side.set_title(form.short)
        self._of_form.set_lines(form_lines(form))


def _handout_key(handout: Handout) -> str:
    return f"{handout.id}:{handout.language}"


def _scrolled(content: QWidget, name: str) -> QScrollArea:
    """Let a long text be scrolled, by the keys too."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setWidget(content)
    return area
