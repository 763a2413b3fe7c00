"""The forms that can be asked: what is due, what is half filled, and why one may not be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from nurseapp.desktop.ui.theme.theme import Theme
from nurseapp.desktop.ui.widgets.chip_face import ChipFace
from nurseapp.desktop.ui.widgets.columns import Column, Emphasis
from nurseapp.desktop.ui.widgets.data_table import DataTable
from nurseapp.desktop.ui.widgets.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class FormChoice:
    """One form in words; ``title`` says why instead where it may not be asked."""

    form: str
    short: str
    title: str
    last: str
    face: ChipFace


class FormChooser(Panel):
    """List the forms.

    Signals:
        opened(str): the id of the form to fill.
        looked_at(str): the id of the form that is chosen, not opened.
    """

    opened = Signal(str)
    looked_at = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Screening"), self.tr("Enter opens a form"))
        self._table: DataTable[FormChoice] = DataTable(
            theme,
            (
                Column(
                    name="form",
                    title=self.tr("Form"),
                    words=lambda choice: choice.short,
                    emphasis=Emphasis.STRONG,
                    width=96,
                ),
                Column(
                    name="title",
                    title="",
                    words=lambda choice: choice.title,
                    emphasis=Emphasis.DIM,
                    width=260,
                    grows=True,
                ),
                Column(name="last", title=self.tr("Last"), words=lambda c: c.last, width=150),
                Column(
                    name="state",
                    title=self.tr("Status"),
                    chips=lambda choice: (choice.face,),
                    width=140,
                ),
            ),
            lambda choice: choice.form,
            self.tr("Forms"),
            self,
        )
        self._table.row_opened.connect(self._tell_opened)
        self._table.row_chosen.connect(self._tell_looked_at)
        self.body.addWidget(self._table, 1)
        self.setFocusProxy(self._table)

    def set_choices(self, choices: Sequence[FormChoice]) -> None:
        """Show the forms; the first is chosen where none was."""
        self._table.set_rows(choices)
        if choices and self._table.chosen_id() is None:
            self._table.choose(choices[0].form)

    def chosen_form(self) -> str:
        """Give the id of the chosen form, or nothing."""
        return str(self._table.chosen_id() or "")

    def _tell_opened(self, form: object) -> None:
        self.opened.emit(str(form))

    def _tell_looked_at(self, form: object) -> None:
        self.looked_at.emit(str(form))
