"""The editor's controller: what is typed against what was shown, and how it becomes one event.

A change is made from the record as it was shown. What is half typed is never lost when the plan
is read anew underneath it, and is saved when a field or the line is left.
"""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.care_plans import CarePlans
from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.plan.new_line import (
    FIRST_STATUS,
    NewLine,
    add_line,
    check_typed,
    written,
)
from nurseapp.desktop.ui.case.plan.plan_editor import PlanEditor
from nurseapp.desktop.ui.case.plan.plan_words import (
    added_words,
    changed_words,
    line_title,
    new_line_title,
)
from nurseapp.desktop.ui.case.plan.typed_edits import (
    changed_fields,
    seen_anew,
    shown_values,
    unsaved_fields,
    with_values,
)
from nurseapp.desktop.ui.wording.smart import finding_face
from nurseapp.domain.care_plan import PlanRecord, walk
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.smart import Finding


class LineEditing(QObject):
    """Edit one line at a time.

    Attributes:
        editor: shows it.
        line: the record as it was shown, or the new line; None where none is chosen.

    Signals:
        added(object): the id of the new line.
        said(str): what was done, for the toast.
        ended(): a new line was given up.
    """

    added = Signal(object)
    said = Signal(str)
    ended = Signal()

    def __init__(self, editor: PlanEditor, holder: CaseHolder, care_plans: CarePlans) -> None:
        super().__init__(editor)
        self.editor = editor
        self._holder = holder
        self._care_plans = care_plans
        self._case: OpenCase | None = None
        self.line: PlanRecord | NewLine | None = None
        self._before: PlanRecord | None = None
        self._is_adding = False
        self._saved = ""
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        editor.given_up.connect(self.give_up)
        holder.not_done.connect(self._on_not_saved)

    def show_case(self, case: OpenCase) -> None:
        """Take in a case; of the same case, keep what is half typed."""
        if self._case is None or self._case.id != case.id:
            self.save()
            self.line, self._is_adding = None, False
            self.editor.set_given_name(case.member.given_name)
        self._case, self._before = case, None
        self.editor.set_read_only(not case.may_write)
        seen = self.line
        if seen is None or isinstance(seen, NewLine):
            return
        newer = next((n.record for n in walk(case.plan) if n.record.id == seen.id), None)
        if newer is None:
            self.line = None
        else:
            self._take_in(seen, newer, case.today)

    def edit(self, record: PlanRecord | None) -> None:
        """Edit another line, saving what was typed into the one before."""
        line = self.line
        if isinstance(line, PlanRecord) and record is not None and line.id == record.id:
            return
        self.save()
        self.line = record
        self._show()

    def is_new(self) -> bool:
        """Tell whether a new line is being written."""
        return isinstance(self.line, NewLine)

    def begin(self, kind: type[PlanRecord], under: RecordId | None) -> None:
        """Begin a new line."""
        self.save()
        self.line, self._is_adding = NewLine(kind=kind, under=under), False
        self._show()
        self.editor.take_focus()

    @Slot()
    def save(self) -> None:
        """Save what was typed as one event; nothing where nothing was."""
        case, line = self._case, self.line
        if case is None or line is None or not case.may_write:
            return
        if isinstance(line, NewLine):
            self._add(case.id, line)
        else:
            self._revise(case.id, line)

    @Slot()
    def give_up(self) -> None:
        """Drop what was typed and not saved."""
        if isinstance(self.line, NewLine):
            self.line = None
            self.ended.emit()
        else:
            self._show()

    @Slot(str)
    def set_saved(self, words: str) -> None:
        """Say at the foot what is saved and what waits."""
        self._saved = words
        self._show_foot()

    def _take_in(self, seen: PlanRecord, newer: PlanRecord, today: date) -> None:
        """Show a newer record except where something typed is not saved yet."""
        typed = self.editor.typed()
        unsaved = unsaved_fields(seen, newer, typed)
        self.line = seen_anew(seen, newer, unsaved)
        values = {name: getattr(newer, name) for name in typed if name not in unsaved}
        self.editor.update_values(values, today)
        self._check()
        self._show_foot()

    def _show(self) -> None:
        case, line = self._case, self.line
        if case is None or line is None:
            self.editor.show_nothing(self.tr("Choose a line of the plan to see it here."))
        elif isinstance(line, NewLine):
            first = {"status": FIRST_STATUS[line.kind]}
            self.editor.show_line(
                line.kind, new_line_title(line.kind), first, case.today, may_write=case.may_write
            )
        else:
            kind, values = type(line), shown_values(line)
            self.editor.show_line(
                kind, line_title(kind), values, case.today, may_write=case.may_write
            )
        self._check()
        self._show_foot()

    def _revise(self, case: CaseId, seen: PlanRecord) -> None:
        changed = changed_fields(seen, self.editor.typed())
        if changed:
            self._before, self.line = seen, with_values(seen, changed)
            said = partial(self._say, changed_words(type(seen)))
            self._holder.act(lambda: self._care_plans.revise(case, seen, changed), said)

    def _add(self, case: CaseId, new: NewLine) -> None:
        values = written(self.editor.typed())
        if values and not self._is_adding:
            self._is_adding = True
            call = partial(add_line, self._care_plans, case, new, values)
            self._holder.act(call, partial(self._on_added, new))

    def _on_added(self, new: NewLine, record: RecordId) -> None:
        self._is_adding = False
        if self.line is new:
            self.line = None
            self.added.emit(record)
        self.said.emit(added_words(new.kind))

    def _say(self, words: str, did: bool) -> None:
        if did:
            self.said.emit(words)

    @Slot()
    def _on_edited(self) -> None:
        self._check()
        self._show_foot()

    @Slot()
    def _on_left(self) -> None:
        """Save a changed line; a new one waits until it is left as a whole."""
        if not isinstance(self.line, NewLine):
            self.save()

    @Slot()
    def _on_not_saved(self) -> None:
        """Hold what was typed for unsaved again."""
        self._is_adding = False
        if self._before is not None:
            self.line, self._before = self._before, None
        self._show_foot()

    def _check(self) -> None:
        case, line = self._case, self.line
        kind = line.kind if isinstance(line, NewLine) else type(line)
        if case is not None and kind is Goal:
            typed = self.editor.typed()
            check = partial(check_typed, self._care_plans, typed, case.member.time_zone)
            self._holder.ask(check, self._show_findings)

    @Slot(object)
    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        self.editor.set_findings([finding_face(finding) for finding in findings])

    def _show_foot(self) -> None:
        line = self.line
        is_unsaved = isinstance(line, NewLine) or (
            line is not None and bool(changed_fields(line, self.editor.typed()))
        )
        unsaved = self.tr("Not saved yet · Ctrl+Enter saves")
        self.editor.set_foot(unsaved if is_unsaved else self._saved)
