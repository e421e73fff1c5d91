"""What is asked before a version is approved."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from procure.web.forms import Form, PasswordField, Required


class ApproveForm(Form):
    """The password, once more."""

    password = PasswordField(
        _("Passordet ditt"),
        [Required(_("Skriv passordet ditt"))],
        description=_("Vi spør en gang til, slik at ingen andre kan godkjenne fra maskinen din."),
    )
