"""The program ``nurseapp-server``: the one place of the server where its parts are joined."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn

from sqlalchemy import Engine

from nurseapp import __version__
from nurseapp.content.place import resources_folder
from nurseapp.domain.circumstance import Circumstance
from nurseapp.domain.ids import TeamId, UserId
from nurseapp.domain.refusal import DomainError
from nurseapp.server import attachments
from nurseapp.server.app import build_app
from nurseapp.server.asking import asked_number
from nurseapp.server.attachments import Collected
from nurseapp.server.audit_chain import Head
from nurseapp.server.audit_report import verify, who_has_seen_table
from nurseapp.server.clock import utc_now
from nurseapp.server.commands import issue
from nurseapp.server.embedded import EmbeddedPostgres, EmbeddedPostgresError
from nurseapp.server.factor_keys import FactorKeys
from nurseapp.server.logs import log_to
from nurseapp.server.person_commands import add_person_commands
from nurseapp.server.second_factor import seal_anew
from nurseapp.server.sentences import sentence
from nurseapp.server.serving import ApiServer, is_here, leave_alone_what_is_loaded, listen
from nurseapp.server.settings import Settings, SettingsError, read_settings
from nurseapp.server.store.acting import server_transaction
from nurseapp.server.store.database import (
    CONNECTIONS,
    begin_epoch,
    connections_allowed,
    example_name,
    migrate,
    open_database,
)
from nurseapp.server.upkeep import kept_up
from nurseapp.server.workers import Post, Workers
from nurseapp.wire.messages import CommandKind

_COMMANDS = {
    CommandKind.WIPE: "have computers send what waits on them, then forget everything",
    CommandKind.LOCK: "lock computers",
    CommandKind.REFILL: "have computers fetch everything anew, or some streams",
}


_VERIFY = "check that nobody changed the audit trail"
_SEEN = "say who has seen a member, whose number is read from standard input"
_UPKEEP = 1
"""Connections that it takes, beside those of the workers."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is done, 1 refused, 2 a wrong setting or circumstance."""
    asked = _parser().parse_args(arguments)
    log_to(sys.stderr, logging.INFO if asked.command is _serve else logging.WARNING)
    try:
        code: int = asked.command(asked, read_settings(os.environ, asked.data))
    except DomainError as error:
        _complain(sentence(error))
        return 1
    except (Circumstance, EmbeddedPostgresError) as error:
        _complain(sentence(error))
        return 2
    except SettingsError as error:
        _complain(str(error))
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--data",
        type=Path,
        default=Path("var"),
        metavar="DIR",
        help="folder of the embedded PostgreSQL, used where NURSEAPP_DATABASE_URL is not set",
    )
    parser = argparse.ArgumentParser(prog="nurseapp-server", description="The central API.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    _add_serve(commands.add_parser("serve", parents=[common], help="answer the desktops"))

    update = commands.add_parser("migrate", parents=[common], help="prepare the database")
    update.set_defaults(command=_migrate)

    demo = commands.add_parser("demo", parents=[common], help="load the example organisation")
    demo.add_argument("--show-credentials", action="store_true", help="only say who signs in how")
    demo.set_defaults(command=_demo)

    fhir = commands.add_parser("import-fhir", parents=[common], help="import FHIR R4 bundles")
    fhir.add_argument("files", nargs="+", type=Path, metavar="FILE")
    fhir.add_argument("--assign", type=UserId, metavar="USER", help="the nurse who gets the cases")
    fhir.add_argument("--team", type=TeamId, help="the team of cases without a nurse")
    fhir.set_defaults(command=_import_fhir)

    epoch = commands.add_parser(
        "new-epoch", parents=[common], help="have every computer compare itself after a restore"
    )
    epoch.set_defaults(command=_new_epoch)

    _add_verify(commands.add_parser("verify-audit", parents=[common], help=_VERIFY))
    seen = commands.add_parser("who-has-seen", parents=[common], help=_SEEN)
    seen.set_defaults(command=_who_has_seen)
    collect = commands.add_parser(
        "collect-files", parents=[common], help="drop attached files that nothing names any more"
    )
    collect.set_defaults(command=_collect_files)

    add_person_commands(commands, common, _database)
    for kind, what in _COMMANDS.items():
        _add_order(commands.add_parser(kind.value, parents=[common], help=what), kind)
    return parser


def _add_serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=_port, default=8765, help="0 takes any free one")
    serve.add_argument("--port-file", type=Path, metavar="PATH", help="written when ready")
    serve.add_argument(
        "--workers",
        type=_count,
        default=1,
        metavar="N",
        help="processes that answer; 1 if not said",
    )
    serve.add_argument("--demo", action="store_true", help="load the example organisation once")
    serve.set_defaults(command=_serve)


def _add_verify(verify: argparse.ArgumentParser) -> None:
    verify.add_argument(
        "--head", type=_head, metavar="SEQ:HASH", help="that was kept: the trail must still hold it"
    )
    verify.set_defaults(command=_verify_audit)


def _add_order(order: argparse.ArgumentParser, kind: CommandKind) -> None:
    order.add_argument("login", type=UserId, metavar="LOGIN", help="whose vault it is about")
    order.add_argument("--device", metavar="ID", help="the computer; every one if not named")
    if kind is CommandKind.REFILL:
        order.add_argument("--stream", action="append", default=[], metavar="ID")
    order.set_defaults(command=_command, kind=kind)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise ValueError
    return port


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError
    return count


def _head(text: str) -> Head:
    seq, _, digits = text.partition(":")
    return Head(seq=int(seq), hash=bytes.fromhex(digits))


def _serve(asked: argparse.Namespace, settings: Settings) -> int:
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end)
    try:
        listener = listen(asked.host, asked.port)
    except OSError as error:
        place = f"{asked.host}:{asked.port}"
        raise Circumstance("cannot_listen", place=place, reason=error.strerror) from error
    if not (settings.behind_proxy or is_here(listener)):
        listener.close()
        raise Circumstance("plain_line", host=asked.host)
    with listener, _database(settings) as engine, _port_file(asked.port_file) as announce:
        if asked.demo:
            _load_demo_once(engine, settings)
        elif _is_misused(engine, settings):
            raise Circumstance("embedded_is_for_example")
        _drop_files_of_nobody(engine)
        _seal_second_factors(engine, settings)
        port = listener.getsockname()[1]
        on_ready = partial(announce, asked.host, port)
        if asked.workers == 1:
            app = build_app(engine, settings, utc_now)
            leave_alone_what_is_loaded()
            with kept_up(engine, utc_now):
                ApiServer(app, listener, on_ready).serve_until_stopped()
        else:
            url = engine.url.render_as_string(hide_password=False)
            post = Post(url=url, settings=settings, listener=listener)
            _serve_by_many(asked.workers, engine, post, on_ready)
    return 0


def _serve_by_many(count: int, engine: Engine, post: Post, on_ready: Callable[[], None]) -> None:
    with server_transaction(engine) as connection:
        most = (connections_allowed(connection) - _UPKEEP) // CONNECTIONS
    if count > most:
        raise Circumstance("too_many_workers", most=most, connections=CONNECTIONS)
    engine.dispose()
    # Here and in no worker, where requests would wait for it.
    with kept_up(engine, utc_now):
        Workers(post, count, on_ready).run()


def _migrate(_asked: argparse.Namespace, settings: Settings) -> int:
    if settings.database_url is None:
        with _database(settings):
            print("The embedded database is ready.")
    elif migrate(settings.database_url):
        print("The database is ready.")
    else:
        print("The database was ready before.")
    return 0


def _demo(asked: argparse.Namespace, settings: Settings) -> int:
    from nurseapp.server.demo.staff import demo_credentials

    if not asked.show_credentials:
        with _database(settings) as engine:
            _load_demo_once(engine, settings)
    credentials = demo_credentials()
    print(f"{credentials.organisation}: everything here is made up, and so may be known.")
    for person in credentials.people:
        print(f"  {person.login:8}  {person.password:28}  {person.role:10}  {person.name}")
    print(f"Passphrase on this computer: {credentials.passphrase}")
    return 0


def _import_fhir(asked: argparse.Namespace, settings: Settings) -> int:
    from nurseapp.server.fhir_import import ImportRequest, import_files

    request = ImportRequest(files=asked.files, assign=asked.assign, team=asked.team)
    with _database(settings) as engine:
        return import_files(engine, utc_now, request, print, _complain)


def _new_epoch(_asked: argparse.Namespace, settings: Settings) -> int:
    with _database(settings) as engine, server_transaction(engine) as connection:
        begin_epoch(connection)
    print("A new epoch has begun: every computer sends again what may be missing here.")
    return 0


def _verify_audit(asked: argparse.Namespace, settings: Settings) -> int:
    with _database(settings) as engine, server_transaction(engine) as connection:
        return verify(connection, asked.head, print)


def _who_has_seen(_asked: argparse.Namespace, settings: Settings) -> int:
    number = asked_number()
    with _database(settings) as engine, server_transaction(engine) as connection:
        return who_has_seen_table(connection, number, utc_now(), print)


def _collect_files(_asked: argparse.Namespace, settings: Settings) -> int:
    with _database(settings) as engine:
        dropped = _drop_files_of_nobody(engine)
    print(f"Dropped: {dropped.files} files that nothing names, {dropped.uploads} broken uploads.")
    return 0


def _drop_files_of_nobody(engine: Engine) -> Collected:
    with server_transaction(engine) as connection:
        return attachments.collect(connection, utc_now())


def _seal_second_factors(engine: Engine, settings: Settings) -> None:
    with server_transaction(engine) as connection:
        seal_anew(connection, FactorKeys(settings.factor_key_file, secrets.token_bytes))


def _command(asked: argparse.Namespace, settings: Settings) -> int:
    streams = getattr(asked, "stream", [])
    with _database(settings) as engine, server_transaction(engine) as connection:
        told = issue(connection, asked.kind, asked.login, utc_now(), asked.device, streams)
    print(f"{told} of the computers of «{asked.login}» will be told when they next sync.")
    return 0


@contextmanager
def _database(settings: Settings) -> Iterator[Engine]:
    """Open the database of the settings; the embedded one is started, and prepared, first."""
    if settings.database_url is not None:
        with _opened(settings.database_url) as engine:
            yield engine
        return
    with EmbeddedPostgres(settings.data) as postgres:
        urls = postgres.start()
        migrate(urls.owner)
        with _opened(urls.app) as engine:
            yield engine


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _load_demo_once(engine: Engine, settings: Settings) -> None:
    from nurseapp.server.demo.load import DemoRefused, load_demo

    def progress(done: int, of: int) -> None:
        print(f"Example organisation: {done} of {of} caseloads", flush=True)

    try:
        load_demo(engine, utc_now, resources_folder(), progress, settings.hash_cost)
    except DemoRefused as error:
        raise DomainError("no_place_for_example", reason=str(error)) from error


def _is_misused(engine: Engine, settings: Settings) -> bool:
    """Tell whether the embedded database is served for more than the example organisation."""
    if settings.database_url is not None or settings.embedded_for_trial:
        return False
    with server_transaction(engine) as connection:
        return example_name(connection) is None


@contextmanager
def _port_file(path: Path | None) -> Iterator[Callable[[str, int], None]]:
    """Give what announces that requests are answered; the file goes when the server does."""

    def announce(host: str, port: int) -> None:
        print(f"Answering on http://{host}:{port}", flush=True)
        if path:
            partial = path.with_name(f"{path.name}.partial")
            partial.write_text(str(port), encoding="ascii")
            partial.replace(path)

    try:
        yield announce
    finally:
        if path:
            path.unlink(missing_ok=True)


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _complain(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
