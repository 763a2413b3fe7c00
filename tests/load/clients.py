"""So many nurses at once, each syncing in each cycle, and what they met."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx

from nurseapp.domain.ids import CaseId
from nurseapp.server.embedded import EmbeddedPostgres
from nurseapp.server.store.database import migrate, open_database
from tests.faults.api import Api
from tests.load.measures import Usage, percentile
from tests.load.nurses import Nurse, Tally
from tests.server.organisation import Organisation

CASES_A_NURSE = 5
NURSES_A_TEAM = 10
_KEPT_ALIVE_S = 75.0
_PATIENCE_S = 300.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How many nurses, and for how long.

    Attributes:
        cycle_s: in which each syncs once; the first ones, in which all sign in and fetch what
            there is, are not counted.
        cycles: that are counted.
    """

    clients: int = 500
    cycle_s: float = 60.0
    cycles: int = 5
    warm_up: int = 2
    workers: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What it came to."""

    tally: Tally
    faults: list[str]
    usage: Usage

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing failed."""
        return not self.tally.errors and not self.faults

    def lines(self, plan: Plan) -> list[str]:
        """Say it in lines of the report."""
        requests = sum(map(len, self.tally.seconds.values()))
        told = ", ".join(f"{what} {count}" for what, count in self.tally.errors.most_common(5))
        errors = f"{self.tally.errors.total()} errors{': ' if told else ''}{told}"
        return [
            f"- {plan.clients} clients, a cycle of {plan.cycle_s:.0f} s, {plan.cycles} cycles after"
            f" {plan.warm_up} to sign in and fetch; {plan.workers} API processes:"
            f" {requests:,} requests, {errors};"
            f" streams with a gap or a wrong digest: {len(self.faults)}",
            *(_told(name, taken) for name, taken in sorted(self.tally.seconds.items())),
            f"- the API processes took {self.usage.cpu_s:.1f} s of CPU in"
            f" {plan.cycle_s * plan.cycles:.0f} s, and {self.usage.memory_mib:.0f} MiB in the end",
        ]


def _chance_of(login: str) -> Random:
    return Random(login)  # noqa: S311  # made-up ids must repeat


def _told(name: str, taken: Sequence[float]) -> str:
    parts = (f"p{part} {percentile(taken, part) * 1e3:.0f} ms" for part in (50, 95, 99))
    return f"- {name}: {len(taken):,}, {', '.join(parts)}"


def run(plan: Plan) -> Outcome:
    """Let so many nurses work; give what they met."""
    with _hospital(plan) as (organisation, cases, api):
        tally, usage = asyncio.run(_all_work(plan, cases, api))
        return Outcome(tally=tally, faults=organisation.faults(), usage=usage)


async def _all_work(plan: Plan, cases: dict[str, list[CaseId]], api: Api) -> tuple[Tally, Usage]:
    tally = Tally()
    limits = httpx.Limits(
        max_connections=plan.clients,
        max_keepalive_connections=plan.clients,
        keepalive_expiry=_KEPT_ALIVE_S,
    )
    async with httpx.AsyncClient(
        base_url=api.url, limits=limits, timeout=_PATIENCE_S, trust_env=False
    ) as line:
        began = asyncio.get_running_loop().time()
        counted_from = began + plan.warm_up * plan.cycle_s
        until = counted_from + plan.cycles * plan.cycle_s
        nurses = [
            Nurse(login, hers, line, tally, _chance_of(login)) for login, hers in cases.items()
        ]
        apart_s = plan.cycle_s / plan.clients
        work = [
            asyncio.create_task(nurse.works(began + number * apart_s, plan.cycle_s, until))
            for number, nurse in enumerate(nurses)
        ]
        await asyncio.sleep(plan.warm_up * plan.cycle_s)
        tally.is_counting = True
        before = Usage.of(api.pid)
        await asyncio.gather(*work)
        return tally, Usage.of(api.pid).since(before)


@contextmanager
def _hospital(plan: Plan) -> Iterator[tuple[Organisation, dict[str, list[CaseId]], Api]]:
    """Make an organisation of so many nurses, each with cases, behind its API."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="nurseapp-load-")))
        folder.chmod(0o711)  # as root, PostgreSQL runs as an account that must pass here
        urls = stack.enter_context(EmbeddedPostgres(folder / "postgres")).start()
        migrate(urls.owner)
        engine = open_database(urls.app)
        stack.callback(engine.dispose)
        organisation = Organisation(engine)
        cases = {}
        for number in range(plan.clients):
            login, team = f"nurse.{number}", f"team.{number // NURSES_A_TEAM}"
            organisation.employ(login, "nurse", team)
            cases[login] = organisation.open_cases(login, team, CASES_A_NURSE)
        api = Api(folder, urls.app, plan.workers)
        stack.callback(api.stop)
        api.start()
        yield organisation, cases, api
