"""The editor's controller: what is typed against what was shown, and how it becomes one event.

A change is made from the record as it was shown. What is half typed is never lost when the plan
is read anew underneath it, and is saved when a field or the line is left.
"""

from __future__ import annotations

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
        self._editor = editor
        self._holder = holder
        self._care_plans = care_plans
        self._case: OpenCase | None = None
        self._seen: PlanRecord | None = None
        self._before: PlanRecord | None = None
        self._new: NewLine | None = None
        self._is_adding = False
        self._saved = ""
        editor.edited.connect(self._on_edited)
        editor.left.connect(self._on_left)
        editor.given_up.connect(self.give_up)
        holder.refused.connect(self._on_not_saved)
        holder.hindered.connect(self._on_not_saved)

    def show_case(self, case: OpenCase) -> None:
        """Take in a case; of the same case, keep what is half typed."""
        if self._case is None or self._case.id != case.id:
            self.save()
            self._seen, self._new, self._is_adding = None, None, False
            self._editor.set_given_name(case.member.given_name)
        self._case, self._before = case, None
        seen = self._seen
        if seen is None or self._new is not None:
            return
        newer = next((n.record for n in walk(case.plan) if n.record.id == seen.id), None)
        if newer is None:
            self._seen = None
        else:
            self._take_in(seen, newer)

    def edit(self, record: PlanRecord | None) -> None:
        """Edit another line, saving what was typed into the one before."""
        same = self._seen is not None and record is not None and self._seen.id == record.id
        if self._new is None and same:
            return
        self.save()
        self._seen, self._new = record, None
        self._show()

    def is_new(self) -> bool:
        """Tell whether a new line is being written."""
        return self._new is not None

    def begin(self, kind: type[PlanRecord], under: RecordId | None) -> None:
        """Begin a new line."""
        self.save()
        self._new, self._is_adding = NewLine(kind=kind, under=under), False
        self._show()
        self._editor.take_focus()

    @Slot()
    def save(self) -> None:
        """Save what was typed as one event; nothing where nothing was."""
        case = self._case
        if case is None or not case.may_write:
            return
        if self._new is not None:
            self._add(case.id, self._new)
        elif self._seen is not None:
            self._revise(case.id, self._seen)

    @Slot()
    def give_up(self) -> None:
        """Drop what was typed and not saved."""
        was_new = self._new is not None
        self._new = None
        self._show()
        if was_new:
            self.ended.emit()

    @Slot(str)
    def set_saved(self, words: str) -> None:
        """Say at the foot what is saved and what waits."""
        self._saved = words
        self._show_foot()

    def _take_in(self, seen: PlanRecord, newer: PlanRecord) -> None:
        """Show a newer record except where something typed is not saved yet."""
        assert self._case is not None  # noqa: S101  # the only caller has just set it
        typed = self._editor.typed()
        unsaved = unsaved_fields(seen, newer, typed)
        self._seen = seen_anew(seen, newer, unsaved)
        values = {name: getattr(newer, name) for name in typed if name not in unsaved}
        self._editor.update_values(values, self._case.today)
        self._check()
        self._show_foot()

    def _show(self) -> None:
        case, line = self._case, self._new or self._seen
        if case is None or line is None:
            self._editor.show_nothing(self.tr("Choose a line of the plan to see it here."))
        elif isinstance(line, NewLine):
            self._editor.show_line(
                line.kind,
                new_line_title(line.kind),
                {"status": FIRST_STATUS[line.kind]},
                today=case.today,
                may_write=case.may_write,
            )
        else:
            values = {name: getattr(line, name) for name in line.RULES}
            self._editor.show_line(
                type(line),
                line_title(type(line)),
                values,
                today=case.today,
                may_write=case.may_write,
            )
        self._check()
        self._show_foot()

    def _revise(self, case: CaseId, seen: PlanRecord) -> None:
        changed = changed_fields(seen, self._editor.typed())
        if not changed:
            return
        self._before, self._seen = seen, with_values(seen, changed)
        said = partial(self._say, changed_words(type(seen)))
        self._holder.act(lambda: self._care_plans.revise(case, seen, changed), said)

    def _add(self, case: CaseId, new: NewLine) -> None:
        values = written(self._editor.typed())
        if self._is_adding:
            return
        if values:
            self._is_adding = True
            call = partial(add_line, self._care_plans, case, new, values)
            self._holder.act(call, partial(self._on_added, new))
        else:
            self._new = None

    def _on_added(self, new: NewLine, record: RecordId) -> None:
        self._is_adding = False
        if self._new is new:
            self._new = None
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
        if self._new is None:
            self.save()

    @Slot(object)
    def _on_not_saved(self, _error: object) -> None:
        """Hold what was typed for unsaved again."""
        self._is_adding = False
        if self._before is not None and self._seen is not None:
            self._seen, self._before = self._before, None
            self._show_foot()

    def _check(self) -> None:
        case = self._case
        kind = self._new.kind if self._new is not None else type(self._seen)
        if case is None or kind is not Goal:
            return
        typed = self._editor.typed()
        check = partial(check_typed, self._care_plans, typed, case.member.time_zone)
        self._holder.ask(check, self._show_findings)

    @Slot(object)
    def _show_findings(self, findings: tuple[Finding, ...]) -> None:
        self._editor.set_findings([finding_face(finding) for finding in findings])

    def _show_foot(self) -> None:
        typed = self._editor.typed()
        is_new = self._new is not None
        if is_new or (self._seen is not None and changed_fields(self._seen, typed)):
            self._editor.set_foot(self.tr("Not saved yet · Ctrl+Enter saves"))
        else:
            self._editor.set_foot(self._saved)
