"""What can be the matter with the vault or the cache, as codes with facts.

Nothing here words a sentence. Raised by this floor, shown by whoever asked.
"""

from __future__ import annotations

from nurseapp.domain.circumstance import Circumstance


class VaultError(Circumstance):
    """Report that a vault cannot be made or opened.

    Codes: ``wrong_passphrase``, ``passphrase_too_short`` (minimum), ``passphrase_guessable``,
    ``vault_damaged`` (file, reason), ``keyring_missing`` (found), ``secret_missing`` (user),
    ``other_user`` (user), ``older_header`` (user), ``older_copy``, ``lease_over`` (until),
    ``clock_back``, ``no_vault`` (folder), ``exists`` (user), ``disk_full`` and ``disk_failed``
    (file).
    """


class CacheError(Circumstance):
    """Report that the cache cannot be read or written.

    Codes: ``cache_damaged``, ``other_user``, ``disk_full``, ``disk_failed``, ``not_encrypted``,
    ``newer_schema`` (found, known), ``cache_unreachable``, ``cache_busy``, ``unsafe_engine``
    (setting, found). Whatever the code, the file stays as it is, the outbox in it included.
    """
