"""The plan's controller: what is chosen, added, done, taken back and accepted."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from nurseapp.desktop.services.care_plans import CarePlans, Undoable
from nurseapp.desktop.services.cases import OpenCase
from nurseapp.desktop.ui.case.case_holder import CaseHolder
from nurseapp.desktop.ui.case.papers.paper_lines import CARE_PLAN
from nurseapp.desktop.ui.case.plan.half_line import HalfLine
from nurseapp.desktop.ui.case.plan.line_editing import LineEditing
from nurseapp.desktop.ui.case.plan.plan_actions import PlanActions
from nurseapp.desktop.ui.case.plan.plan_tree import PlanTree
from nurseapp.desktop.ui.case.plan.plan_view import PlanView
from nurseapp.desktop.ui.case.plan.plan_words import (
    added_words,
    completed_words,
    received_words,
    undone_words,
)
from nurseapp.desktop.ui.case.received import not_in_plan
from nurseapp.desktop.ui.case.room_names import RoomName
from nurseapp.domain.barrier import Barrier
from nurseapp.domain.care_plan import PlanNode, PlanRecord, is_open, walk
from nurseapp.domain.goal import Goal
from nurseapp.domain.ids import RecordId
from nurseapp.domain.intervention import Intervention
from nurseapp.domain.problem import Problem


class PlanRoom(QObject):
    """Let a nurse change the plan.

    Attributes:
        editing: of the chosen line, or of a new one.
        half: what is not saved of it.

    Signals:
        room_wanted(str, object): the room to go to, and the thing in it.
    """

    room_wanted = Signal(str, object)

    def __init__(
        self, view: PlanView, actions: PlanActions, holder: CaseHolder, care_plans: CarePlans
    ) -> None:
        super().__init__(view)
        self.view = view
        self.editing = LineEditing(view.editor, holder, care_plans)
        self.half = HalfLine(view.tree, self.editing)
        self._actions = actions
        self._holder = holder
        self._care_plans = care_plans
        self._case: OpenCase | None = None
        self._offered = 0
        self._connect()

    def show_case(self, case: OpenCase) -> None:
        """Show the plan of a case, keeping what is half typed where it is the same case."""
        is_other = self._case is None or self._case.id != case.id
        self._case = case
        self.editing.show_case(case)
        self.view.show_plan(case)
        if is_other:
            self._offered = 0
            self._choose_first(case)
        elif not self.editing.is_new():
            self._edit(self.view.tree.chosen())
        self._offer()

    def choose(self, record: RecordId) -> None:
        """Choose a line, as when somebody comes from another room."""
        self.view.tree.choose(record)

    def leave(self) -> None:
        """Save what is half typed before the room is left."""
        self.editing.save()

    def _connect(self) -> None:
        view, actions = self.view, self._actions
        view.tree.node_chosen.connect(self._edit)
        view.kind_chosen.connect(self._begin)
        self.editing.added.connect(self._choose_added)
        self.editing.ended.connect(self._back_to_chosen)
        self.editing.said.connect(view.say_done)
        actions.add.triggered.connect(self._ask_kind)
        actions.save.triggered.connect(self.editing.save)
        actions.complete.triggered.connect(self._complete)
        actions.undo.triggered.connect(self._undo)
        actions.accept.triggered.connect(self._accept)
        actions.next_received.triggered.connect(self._offer_next)
        actions.print_plan.triggered.connect(self._print)

    def _choose_first(self, case: OpenCase) -> None:
        """Begin with the first goal: it is what the member said."""
        nodes = list(walk(case.plan))
        goals = [node for node in nodes if isinstance(node.record, Goal)]
        first = next(iter(goals or nodes), None)
        if first is None:
            self._edit(None)
        else:
            self.view.tree.choose(first.record.id)

    @Slot(object)
    def _edit(self, node: PlanNode | None) -> None:
        self.editing.edit(None if node is None else node.record)
        self._offer()

    @Slot()
    def _ask_kind(self) -> None:
        node = self.view.tree.chosen()
        record = None if node is None else node.record
        if record is None:
            self.view.ask_kind((Problem,), Problem)
        elif isinstance(record, Problem):
            self.view.ask_kind((Problem, Goal), Goal)
        else:
            self.view.ask_kind((Problem, Goal, Intervention, Barrier), Intervention)

    @Slot(object)
    def _begin(self, kind: type[PlanRecord]) -> None:
        self.editing.begin(kind, _parent_for(kind, self.view.tree))

    @Slot(object)
    def _choose_added(self, record: RecordId) -> None:
        self.view.tree.choose(record)
        if self.view.isVisible():
            self.view.tree.setFocus()

    @Slot()
    def _back_to_chosen(self) -> None:
        self._edit(self.view.tree.chosen())
        self.view.tree.setFocus()

    @Slot()
    def _complete(self) -> None:
        self.editing.save()
        case, node = self._case, self.view.tree.chosen()
        if case is None or node is None:
            return
        record = node.record
        said = partial(self._say_if, completed_words(type(record)))
        self._holder.act(lambda: self._care_plans.complete(case.id, record), said)

    @Slot()
    def _print(self) -> None:
        self.editing.save()
        self.room_wanted.emit(RoomName.PAPERS, CARE_PLAN)

    @Slot()
    def _undo(self) -> None:
        self.editing.save()
        if self._case is not None:
            case = self._case.id
            self._holder.act(lambda: self._care_plans.undo(case), self._say_undone)

    @Slot()
    def _accept(self) -> None:
        case = self._case
        if case is None or not (facts := not_in_plan(case)):
            return
        fact = facts[min(self._offered, len(facts) - 1)]
        self._holder.act(lambda: self._care_plans.accept_fact(case.id, fact.id), self._say_accepted)

    @Slot()
    def _offer_next(self) -> None:
        self._offered += 1
        self._offer()

    def _offer(self) -> None:
        """Offer what can be done now, and one received condition."""
        case = self._case
        if case is None:
            return
        a = self._actions
        facts = not_in_plan(case)
        self._offered = self._offered % len(facts) if facts else 0
        self.view.set_received(received_words(facts, self._offered) if case.may_write else "")
        node = self.view.tree.chosen()
        a.offer((a.add, a.save, a.undo), case.may_write)
        a.offer((a.complete,), case.may_write and node is not None and is_open(node.record))
        a.offer((a.accept,), case.may_write and bool(facts))
        a.offer((a.next_received,), case.may_write and len(facts) > 1)

    def _say_if(self, words: str, did: bool) -> None:
        if did:
            self.view.say_done(words)

    def _say_undone(self, undone: Undoable) -> None:
        self.view.say_undone(undone_words(undone))

    def _say_accepted(self, record: RecordId) -> None:
        self.view.tree.choose(record)
        self.view.say_done(added_words(Problem))


def _parent_for(kind: type[PlanRecord], tree: PlanTree) -> RecordId | None:
    """Find the problem that a new goal is for, the goal that a new step is for."""
    chosen = tree.chosen_id()
    if chosen is None or kind is Problem:
        return None
    return tree.above(chosen, Problem if kind is Goal else Goal)
