"""The form that is being filled, to come back to; its answers are kept already."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nurseapp.desktop.ui.case.screening.form_filling import FormFilling


class HalfForm:
    """Name the open form, and open it again."""

    def __init__(self, filling: FormFilling, open_form: Callable[[str], None]) -> None:
        self._filling = filling
        self._open_form = open_form

    def half_typed(self) -> dict[str, str]:
        """Give the form, where one is open."""
        form = self._filling.form()
        return {} if form is None else {"form": form.id}

    def is_unsaved(self) -> bool:
        """Say no: each answer is saved when it is given."""
        return False

    def take_up(self, typed: Mapping[str, str]) -> None:
        """Open the form again."""
        if "form" in typed:
            self._open_form(typed["form"])
