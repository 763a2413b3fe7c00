"""Look: ask what there is to see, and ask about what is merely absent from it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import msgspec

from nurseapp.desktop.storage.news import Delta, UnlikeNewsError
from nurseapp.desktop.storage.sync_store import Standing
from nurseapp.desktop.sync.planner import AskStatus
from nurseapp.desktop.sync.proofs import check_key, is_commanded, is_leased, is_revoked
from nurseapp.desktop.sync.soundness import is_sound_manifest
from nurseapp.desktop.sync.steps.fetching import sound_pages
from nurseapp.desktop.sync.steps.under_way import UnderWay, check_epoch
from nurseapp.desktop.sync.transport import ManifestAnswer, TransportError
from nurseapp.domain.ids import StreamId
from nurseapp.wire.messages import Manifest, StatusRequest


def fetch_manifest(running: UnderWay, standing: Standing) -> bool:
    """Ask what there is to see, and write it; tell no where it is what is known.

    Where everything is held that the last manifest named, what is new of it will do.
    """
    transport, takes_news = running.transport, not standing.wanting
    try:
        is_new = _write(running, transport.manifest(standing.etag, takes_news=takes_news), standing)
    except UnlikeNewsError:
        is_new = _write(running, transport.manifest(None), standing)
    running.progress = replace(running.progress, manifest_known=True)
    return is_new


def _write(running: UnderWay, answer: ManifestAnswer, standing: Standing) -> bool:
    if answer.server_time is not None:
        running.clock_difference_s = (answer.server_time - running.clock()).total_seconds()
    manifest = answer.manifest
    if manifest is None:
        return False
    if not is_sound_manifest(manifest):
        raise TransportError("server_failed", reason="unsound_manifest")
    _check_key(running, manifest, standing)
    check_epoch(manifest.epoch, standing)
    # Without a manifest it is a date that whoever stands between may have written.
    running.server_time = answer.server_time
    server, epoch, device = standing.server, manifest.epoch, running.transport.device
    told = tuple(one for one in manifest.commands if is_commanded(server, epoch, device, one))
    lease = manifest.lease
    if lease is not None and not is_leased(server, epoch, device, lease):
        lease = None
    after = dict(zip((StreamId(page.id) for page in answer.pages), answer.after, strict=False))
    pages = sound_pages(running, answer.pages, after)
    delta = Delta(standing=answer.standing, pages=pages, after=after) if answer.standing else None
    proven = msgspec.structs.replace(manifest, commands=told, lease=lease)
    proves = partial(is_revoked, server, epoch)
    cases = running.store.write_manifest(proven, answer.etag, proves, delta)
    running.note(cases)
    running.pulled_rows += sum(len(page.rows) for page in pages)
    return True


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
