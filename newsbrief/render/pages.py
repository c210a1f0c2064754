"""Self-contained pages: a template with its style sheet and its script in it, and a policy that admits nothing else."""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from newsbrief.render.wording import (
    FORMS,
    QUESTION_KINDS,
    accounted_line,
    amount_of,
    counted,
    fields_of,
    link_of,
    plain,
    reading_of,
    section_name,
)

if TYPE_CHECKING:
    from jinja2 import Environment

_FOLDER: Final = Path(__file__).parent / "page"


def render(template: str, **values: object) -> str:
    """A template of ``page/`` with values in it.

    Whatever is put in is shown as one line of text, escaped, unless the template says otherwise, as it does of the
    files that belong to it.
    """
    return _environment().get_template(template).render(values)


def policy(styles: str, script: str) -> str:
    """A content security policy under which a page has this style sheet and this script, and reaches for nothing."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(styles)}",
            f"script-src {_digest(script)}",
            "img-src data:",  # the empty icon, without which a browser asks the server for one
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def address(path: str) -> str:
    """A relative path as a link that stays one, whatever its name looks like."""
    return "./" + quote(path, errors="replace")


@cache
def files(*names: str) -> str:
    """The contents of files in ``page/``, one after the other."""
    return "".join((_FOLDER / name).read_text("utf-8") for name in names)


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _shown(value: object) -> object:
    """What a template shows of a value: of text, what can be seen."""
    return plain(value) if type(value) is str else value


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals |= {
        "accounted": accounted_line,
        "address": address,
        "files": files,
        "forms": FORMS,
        "policy": policy,
        "questions": QUESTION_KINDS,
    }
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":")}
    environment.filters |= {
        "fields": fields_of,
        "amount": amount_of,
        "counted": counted,
        "link": link_of,
        "reading": reading_of,
        "section": section_name,
    }
    return environment
