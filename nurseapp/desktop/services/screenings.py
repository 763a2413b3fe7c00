"""What a nurse can do with screening forms, and the safety concern that an answer raises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from nurseapp.content.library import Library
from nurseapp.desktop.services.authorship import Author
from nurseapp.desktop.storage.case_store import CaseStore
from nurseapp.domain.form import Form
from nurseapp.domain.ids import CaseId, RecordId
from nurseapp.domain.member import Member, Sex
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.safety import (
    SafetyConcern,
    SafetyConcernClosed,
    SafetyConcernRaised,
    SafetyOutcome,
    concern_id,
)
from nurseapp.domain.scoring import Score, score
from nurseapp.domain.screening import (
    Screening,
    ScreeningAnswered,
    ScreeningDeclined,
    ScreeningSigned,
    ScreeningState,
    check_may_screen,
)
from nurseapp.domain.streams import StreamKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenScreening:
    """A form being filled.

    Attributes:
        answers: points by item id, as kept so far.
        before: earlier signed screenings of the same form, newest first.
        concern: the open safety concern that this screening raised, None for none.
    """

    case: CaseId
    id: RecordId
    form: Form
    sex: Sex
    answers: Mapping[str, int]
    score: Score
    before: tuple[Screening, ...]
    concern: SafetyConcern | None


@dataclass(frozen=True, slots=True)
class Screenings:
    """Fills, signs and declines forms; runs on the store's thread."""

    store: CaseStore
    author: Author
    library: Library

    def forms(self) -> tuple[Form, ...]:
        """List the forms that can be asked."""
        return self.library.forms()

    def start(self, case: CaseId, form_id: str) -> OpenScreening:
        """Open a form: the author's own draft where there is one, else a new one.

        Raises:
            DomainError: ``too_young``, ``member_died``, ``birth_date_unknown``.
        """
        form = self.library.form(form_id)
        care = self.store.open(case)[StreamKind.CARE]
        member = next(care.of(Member))
        check_may_screen(form, member, self.author.today(member.time_zone))
        draft = self._draft(case, form_id)
        if draft is not None:
            form = self.library.form(form_id, draft.version, draft.language)
            return self._opened(case, draft.id, form, draft.answers)
        return self._opened(case, self.author.new_id(), form, {})

    def answer(self, shown: OpenScreening, item: str, points: int | None) -> OpenScreening:
        """Keep one answer at once; a safety item above zero raises its concern with it."""
        form = shown.form
        events = [
            self.author.event(
                shown.case,
                ScreeningAnswered(
                    screening=shown.id,
                    form=form.id,
                    version=form.version,
                    language=form.language,
                    item=item,
                    points=points,
                ),
            )
        ]
        if points and item in form.policy.safety_items:
            concern = SafetyConcernRaised(
                screening=shown.id, form=form.id, item=item, points=points
            )
            events.insert(0, self.author.event(shown.case, concern, act=events[0].id))
        self.store.append(events)
        answers = {**shown.answers, item: points}
        kept = {i: p for i, p in answers.items() if p is not None}
        return self._opened(shown.case, shown.id, form, kept)

    def sign(self, shown: OpenScreening) -> OpenScreening:
        """Sign the form for good.

        Raises:
            DomainError: ``incomplete``; ``safety_open`` while its safety concern is not ended.
        """
        current = self._opened(shown.case, shown.id, shown.form, shown.answers)
        if current.concern is not None:
            raise DomainError("safety_open", concern=current.concern.id)
        form = shown.form
        body = ScreeningSigned(
            screening=shown.id,
            form=form.id,
            version=form.version,
            language=form.language,
            answers=shown.answers,
            sex=shown.sex,
            policy=form.policy,
            total=current.score.total,
        )
        self.store.append([self.author.event(shown.case, body)])
        return current

    def decline(self, shown: OpenScreening, reason: str) -> None:
        """Record that the member did not want to answer, with the reason."""
        form = shown.form
        body = ScreeningDeclined(
            screening=shown.id,
            form=form.id,
            version=form.version,
            language=form.language,
            reason=reason,
        )
        self.store.append([self.author.event(shown.case, body)])

    def end_concern_done(self, case: CaseId, concern: RecordId, steps: tuple[str, ...]) -> None:
        """Say what was done about a safety concern; refuse ``no_steps``."""
        body = SafetyConcernClosed(concern=concern, outcome=SafetyOutcome.DONE, steps=steps)
        self.store.append([self.author.event(case, body)])

    def end_concern_unable(
        self, case: CaseId, concern: RecordId, reason: str, taken_over_by: str
    ) -> None:
        """Say why not, and who took over; refuse ``no_handover``."""
        body = SafetyConcernClosed(
            concern=concern,
            outcome=SafetyOutcome.UNABLE,
            reason=reason,
            taken_over_by=taken_over_by,
        )
        self.store.append([self.author.event(case, body)])

    def _draft(self, case: CaseId, form_id: str) -> Screening | None:
        behavioural = self.store.open(case)[StreamKind.BEHAVIOURAL]
        own = (
            s
            for s in behavioural.of(Screening)
            if s.state is ScreeningState.DRAFT and s.form == form_id and s.by == self.author.user
        )
        return max(own, key=lambda s: s.at, default=None)

    def _opened(
        self, case: CaseId, screening: RecordId, form: Form, answers: Mapping[str, int]
    ) -> OpenScreening:
        streams = self.store.open(case)
        member = next(streams[StreamKind.CARE].of(Member))
        concern = streams[StreamKind.CARE].find(SafetyConcern, concern_id(screening))
        before = (
            s
            for s in streams[StreamKind.BEHAVIOURAL].of(Screening)
            if s.form == form.id and s.state is ScreeningState.SIGNED
        )
        return OpenScreening(
            case=case,
            id=screening,
            form=form,
            sex=member.sex,
            answers=answers,
            score=score(form.policy, answers, member.sex),
            before=tuple(sorted(before, key=lambda s: (s.at, s.id), reverse=True)),
            concern=concern if concern is not None and concern.outcome is None else None,
        )
