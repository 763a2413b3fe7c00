"""The line of the plan that is being written or changed and not saved yet, to come back to."""

from __future__ import annotations

from collections.abc import Mapping

from nurseapp.desktop.ui.case.plan.line_editing import LineEditing
from nurseapp.desktop.ui.case.plan.new_line import NewLine
from nurseapp.desktop.ui.case.plan.plan_tree import PlanTree
from nurseapp.desktop.ui.case.plan.typed_edits import changed_fields
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import PlanRecord
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem

_FIELD = "field:"
_KINDS: Mapping[str, type[PlanRecord]] = {
    kind.KIND: kind for kind in (Problem, Goal, Intervention, Barrier)
}


class HalfLine:
    """Tell what stands in the editor and is not saved, and put it back."""

    def __init__(self, tree: PlanTree, editing: LineEditing) -> None:
        self._tree = tree
        self._editing = editing

    def half_typed(self) -> dict[str, str]:
        """Give the chosen line, the kind of a new one, and the fields that differ."""
        node, line = self._tree.chosen(), self._editing.line
        at: dict[str, str] = {"line": "" if node is None else node.record.id}
        if isinstance(line, NewLine):
            at |= {"new": line.kind.KIND, "under": line.under or ""}
        return at | {f"{_FIELD}{name}": draft for name, draft in self._unsaved().items()}

    def is_unsaved(self) -> bool:
        """Tell whether a field differs from what was saved."""
        return bool(self._unsaved())

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Go back to the line, and to what stood in its fields."""
        self._tree.choose(RecordId(typed["line"]))
        if (kind := _KINDS.get(typed.get("new", ""))) is not None:
            under = typed["under"]
            self._editing.begin(kind, RecordId(under) if under else None)
        self._editing.editor.restore(
            {name.removeprefix(_FIELD): text for name, text in typed.items() if _FIELD in name}
        )

    def _unsaved(self) -> dict[str, str]:
        editor, line = self._editing.editor, self._editing.line
        drafts = editor.drafts()
        if line is None:
            return {}
        if isinstance(line, NewLine):
            return {name: draft for name, draft in drafts.items() if draft}
        typed = editor.typed()
        changed = changed_fields(line, typed)
        return {n: d for n, d in drafts.items() if n in changed or n not in typed}
