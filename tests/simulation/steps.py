"""The steps of a history: what can happen next, and how likely it is."""

from __future__ import annotations

from collections.abc import Callable

from nurseapp.desktop.storage.circumstances import CacheError
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.domain.fact import Fact, FactCategory, FactReceived
from nurseapp.domain.ids import derived_id
from nurseapp.domain.member import MemberRevised
from nurseapp.domain.policy import Role
from nurseapp.domain.refusal import DomainError
from nurseapp.domain.revising import Change
from nurseapp.wire.messages import CommandKind
from tests.simulation.acts import act
from tests.simulation.beginning import NURSES, TEAMS
from tests.simulation.device import Device
from tests.simulation.routine import Killed
from tests.simulation.world import World

Step = Callable[[World], Device | None]
"""Does something; gives the device that may have changed for it."""


def work(world: World) -> Device | None:
    """Somebody does something at a desk."""
    for device in world.chance.shuffled(world.devices):
        cases = [row.case for row in device.desk.cases.rows()]
        if cases:
            break
    else:
        return None
    favourite = sorted(cases)[0]
    case = favourite if world.chance.happens(0.5) else world.chance.pick(cases)
    oversees = Role.SUPERVISOR in device.owner.roles
    alone(device, lambda: act(device.desk, case, world.chance, oversees=oversees))
    return device


def sync(world: World) -> Device | None:
    """A round goes on until it halts somewhere, or one begins."""
    device = world.chance.pick(world.devices)
    device.go_on()
    return device


def agree(world: World) -> Device | None:
    """Somebody agrees that what the server took back is forgotten, however much it is."""
    device = world.chance.pick(world.devices)
    alone(device, device.agree)
    return device


def kill(world: World) -> Device | None:
    """A program is killed wherever it is."""
    under_way = [device for device in world.devices if device.routine is not None]
    if not under_way or not world.chance.fault("client killed"):
        return None
    device = world.chance.pick(under_way)
    device.kill()
    return device


def arrive_late(world: World) -> Device | None:
    """A request of long ago arrives."""
    if world.line.late:
        world.line.deliver_late()
    return None


def reassign(world: World) -> Device | None:
    """A case gets another nurse, or another team, from elsewhere."""
    case = world.chance.pick(world.cases)
    nurse = None if world.chance.happens(0.15) else world.chance.pick(NURSES[:4])
    team = world.chance.weighted(TEAMS, (4, 1))
    if world.chance.fault("access changed"):
        world.central.assign({case: nurse}, team)
    return None


def move(world: World) -> Device | None:
    """Somebody goes to another team."""
    person = world.chance.pick([device.owner.id for device in world.devices])
    if world.chance.fault("access changed"):
        world.central.move(person, world.chance.weighted(TEAMS, (3, 1)))
    return None


def assign(world: World) -> Device | None:
    """A supervisor gives a case to a nurse, or closes it, at once; stale is refused."""
    overseeing = [d for d in world.devices if Role.SUPERVISOR in d.owner.roles]
    if not overseeing:
        return None
    device = world.chance.pick(overseeing)
    cases = [row.case for row in device.desk.cases.rows()]
    if not cases or device.routine is not None:
        return None
    case, nurse = world.chance.pick(cases), world.chance.pick(NURSES[:4])
    is_last = world.chance.happens(0.1)

    def decide() -> None:
        if is_last:
            device.desk.assignments.close(case, "goals met")
        else:
            device.desk.assignments.assign(case, nurse)

    alone(device, decide)
    return device


def hear(world: World) -> Device | None:
    """The hospital sends a record, or another name for the member."""
    case = world.chance.pick(world.cases)
    if world.chance.happens(0.7):
        number = str(world.chance.between(1, 5))
        fact = Fact(
            id=derived_id("fact", case, number),
            category=FactCategory.CONDITION,
            display=f"Condition {world.chance.between(1, 99)}",
            source=f"Condition/{number}",
            document="0" * 64,
        )
        world.central.hear((case, FactReceived(fact=fact)))
        return None
    member = world.member_of(case)
    name = f"Okoro-{world.chance.between(1, 9)}"
    changes = {"family_name": Change(was=member.family_name, now=name)}
    world.central.hear((case, MemberRevised(record=member.id, changes=changes)))
    return None


def back_up(world: World) -> Device | None:
    """The server is backed up."""
    world.backup = world.central.back_up(len(world.ledger.handed_out))
    return None


def restore(world: World) -> Device | None:
    """The server is put back to its last backup."""
    if world.backup is None or not world.chance.fault("server restored"):
        return None
    world.central.restore(world.backup)
    del world.ledger.handed_out[world.backup.handed_out :]
    world.backup = None
    return None


def tell(world: World) -> Device | None:
    """An administrator tells a computer to fetch everything anew, or to lock its screen."""
    device = world.chance.pick(world.devices)
    kind = world.chance.pick((CommandKind.REFILL, CommandKind.REFILL, CommandKind.LOCK))
    world.central.tell(device.owner.id, device.name, kind)
    return None


def copy_device(world: World) -> Device | None:
    """A computer's disk is backed up."""
    device = world.chance.pick(world.devices)
    world.copies[device.name] = device.take_copy()
    return None


def put_device_back(world: World) -> Device | None:
    """A computer is put back to an older copy of its disk."""
    chosen = [device for device in world.devices if device.name in world.copies]
    if not chosen or not world.chance.fault("device put back"):
        return None
    device = world.chance.pick(chosen)
    device.put_back(world.copies[device.name])
    kept = {event.id for event in device.desk.store.waiting()}
    world.ledger.lost_with_a_device |= {
        event_id
        for event_id, commit in world.ledger.committed.items()
        if commit.device == device.name and event_id not in kept
    }
    return device


def set_clock(world: World) -> Device | None:
    """A clock jumps, of the server or of a computer."""
    if world.chance.fault("clock jumped"):
        device = world.chance.pick([None, *world.devices])
        if device is None:
            world.set_server_clock()
        else:
            device.skew = world.any_skew()
    return None


STEPS: tuple[tuple[Step, float], ...] = (
    (work, 30),
    (sync, 52),
    (agree, 1),
    (kill, 1.5),
    (arrive_late, 3),
    (reassign, 2.5),
    (move, 0.7),
    (assign, 1.5),
    (hear, 2),
    (back_up, 1.2),
    (restore, 1),
    (tell, 0.8),
    (copy_device, 1),
    (put_device_back, 0.7),
    (set_clock, 1.5),
)


def alone(device: Device, doing: Callable[[], None]) -> None:
    """Let somebody do something; a refusal, a full disk or a crash is the end of it."""
    trace = device.link.trace
    try:
        doing()
        trace.add(device.name, "did")
    except DomainError as refusal:
        trace.add(device.name, "refused", refusal.code)
    except (TransportError, CacheError) as error:
        trace.add(device.name, "could not", error.code)
    except Killed:
        trace.add(device.name, "killed")
        device.restart()
