"""Look: ask what there is to see, and ask about what is merely absent from it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import AskStatus
from nurseapp.desktop.sync.proofs import check_key, is_commanded, is_leased, is_revoked
from nurseapp.desktop.sync.soundness import is_sound_manifest
from nurseapp.desktop.sync.steps.under_way import UnderWay, check_epoch
from nurseapp.desktop.sync.transport import TransportError
from nurseapp.wire.messages import Manifest, StatusRequest


def fetch_manifest(running: UnderWay, standing: Standing) -> None:
    """Ask what there is to see, and write it, unless it is what is known."""
    answer = running.transport.manifest(standing.etag)
    if answer.server_time is not None:
        running.clock_difference_s = (answer.server_time - running.clock()).total_seconds()
    if answer.manifest is not None:
        if not is_sound_manifest(answer.manifest):
            raise TransportError("server_failed", reason="unsound_manifest")
        _check_key(running, answer.manifest, standing)
        check_epoch(answer.manifest.epoch, standing)
        server, epoch = running.store.server(), answer.manifest.epoch
        told = [
            command
            for command in answer.manifest.commands
            if is_commanded(server, epoch, running.transport.device, command)
        ]
        proves = partial(is_revoked, server, epoch)
        lease = answer.manifest.lease
        if lease is not None and is_leased(server, epoch, running.transport.device, lease):
            running.store.leases.renew(lease.until, answer.manifest.server_time)
        running.store.write_manifest(answer.manifest, answer.etag, proves, told)
    running.progress = replace(running.progress, manifest_known=True)


def ask_status(running: UnderWay, action: AskStatus, standing: Standing) -> None:
    """Ask whether streams have ended, and note of which the server signed that they have."""
    streams = tuple(sorted(action.streams))
    answer = running.transport.status(StatusRequest(epoch=standing.epoch, streams=streams))
    check_epoch(answer.epoch, standing)
    server = running.store.server()
    signed = {r.id for r in answer.revoked if is_revoked(server, answer.epoch, r)}
    if ended := action.streams & signed:
        running.store.unlist(ended, ended=ended)
    running.progress = replace(
        running.progress,
        asked=running.progress.asked | action.streams,
        gone=running.progress.gone | (action.streams & set(answer.gone)),
    )


def _check_key(running: UnderWay, manifest: Manifest, standing: Standing) -> None:
    try:
        check_key(standing.server.key, manifest.server_key)
    except TransportError:
        running.store.suspect()
        raise
