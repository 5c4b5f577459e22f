"""Translations without the gettext programs: extract, compile and check the catalogues by Babel.

Message ids are English; every app keeps its Chinese in `locale/zh_Hans/LC_MESSAGES/django.po`. Python is read
for the gettext functions, Django templates through Django's own `templatize`.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract as babel_extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LOCALE = "zh_Hans"
CATALOGUE = Path("locale") / LOCALE / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = (
    'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[sd]|\{\w*\}")

Key = tuple[str, str]  # (context, singular message id)
Id = str | tuple[str, ...] | list[str]


@dataclass(frozen=True)
class Found:
    """One message where it is used: its id (a tuple with the plural), context, file and line."""

    id: Id
    context: str
    file: Path
    line: int

    @property
    def key(self) -> Key:
        """What identifies the message in a catalogue."""
        return key_of(self.id, self.context)


def key_of(message: Id, context: str | None) -> Key:
    """Context and singular: a plural and a singular of one text are one entry."""
    return (context or "", message if isinstance(message, str) else message[0])


def messages_of(file: Path) -> Iterator[Found]:
    """Every message of one Python file or Django template, in the order of the file."""
    source = file.read_text(encoding="utf-8")
    if file.suffix == ".html":
        # Indentation means nothing in a template but would in the Python that Babel is told to read.
        source = "\n".join(line.lstrip() for line in templatize(source, str(file)).split("\n"))
    stream = io.BytesIO(source.encode())
    for line, message, _comments, context in babel_extract("python", stream, KEYWORDS):
        if message and (isinstance(message, str) or all(message)):
            yield Found(message, context or "", file, line)


def sources(root: Path) -> list[Path]:
    """The files that may hold messages below a package: Python and HTML, without migrations."""
    found = [*root.rglob("*.py"), *root.rglob("*.html")]
    return sorted(file for file in found if "migrations" not in file.parts)


def by_app(root: Path, apps: Iterable[Path], rest: Path) -> dict[Path, list[Found]]:
    """The messages of a package by the deepest app around each file; `rest` takes what has none."""
    folders = sorted({*apps, rest}, key=lambda path: len(path.parts), reverse=True)
    shared: dict[Path, list[Found]] = {folder: [] for folder in folders}
    for file in sources(root):
        home = next((folder for folder in folders if folder in file.parents), rest)
        shared[home].extend(messages_of(file))
    return shared


def read(app: Path) -> Catalog:
    """The catalogue of an app; an empty one where there is no file."""
    path = app / CATALOGUE
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as stream:
        return read_po(stream, locale=LOCALE)


def entries(catalogue: Catalog) -> dict[Key, Message]:
    """The messages of a catalogue by key, without its header."""
    return {key_of(message.id, message.context): message for message in catalogue if message.id}


def text_of(message: Message) -> str:
    """The Chinese of an entry; Chinese has one form, also where English has two."""
    string = message.string or ""
    return string if isinstance(string, str) else string[0]


def merged(found: Iterable[Found], old: Mapping[Key, Message], memory: Mapping[Key, str]) -> Catalog:
    """A catalogue of exactly the messages found: translations kept, new ones taken from other apps."""
    new = Catalog(locale=LOCALE)
    places: dict[Key, tuple[Id, set[str]]] = {}
    for message in found:
        known, files = places.setdefault(message.key, (message.id, set()))
        if isinstance(known, str) and not isinstance(message.id, str):
            places[message.key] = (message.id, files)
        files.add(message.file.name)
    for key in sorted(places, key=lambda key: (key[1].lower(), key)):
        message_id, files = places[key]
        text = text_of(old[key]) if key in old else ""
        text = text or memory.get(key, "")
        new.add(
            message_id,
            text if isinstance(message_id, str) else (text,),
            locations=[(name, 1) for name in sorted(files)],
            context=key[0] or None,
        )
    return new


def write(app: Path, catalogue: Catalog) -> None:
    """Writes the catalogue of an app without dates or line numbers, so that it changes only when words do."""
    path = app / CATALOGUE
    stream = io.BytesIO()
    write_po(stream, catalogue, omit_header=True, include_lineno=False, width=100)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + stream.getvalue().decode(), encoding="utf-8")


def extract(shared: Mapping[Path, list[Found]], wanted: Container[Path]) -> dict[Path, int]:
    """Brings the wanted apps' catalogues up to date. Returns how many messages of each still lack Chinese."""
    old = {app: entries(read(app)) for app in shared}
    memory = {key: text_of(known) for messages in old.values() for key, known in messages.items()}
    missing = {}
    for app, found in shared.items():
        if app in wanted and (found or old[app]):
            catalogue = merged(found, old[app], memory)
            write(app, catalogue)
            missing[app] = sum(not text_of(message) for message in entries(catalogue).values())
    return missing


def compile_all(apps: Iterable[Path]) -> int:
    """Writes the .mo beside every .po. Returns how many."""
    count = 0
    for app in apps:
        path = app / CATALOGUE
        if path.exists():
            # Written aside and renamed: a server that starts meanwhile never reads half a file, and two who compile at
            # the same moment do not take each other's away.
            part = path.with_suffix(f".mo.{os.getpid()}.part")
            with part.open("wb") as stream:
                write_mo(stream, read(app))
            part.replace(path.with_suffix(".mo"))
            count += 1
    return count


def _faults_of(found: Iterable[Found], known: Mapping[Key, Message]) -> Iterator[str]:
    used = {message.key: message for message in found}
    for key, message in used.items():
        if key not in known:
            yield f"not in the catalogue (run extract): {key[1]!r} in {message.file.name}:{message.line}"
    for key, entry in known.items():
        if key not in used:
            yield f"no longer used (run extract): {key[1]!r}"
            continue
        text = text_of(entry)
        if not text:
            yield f"not translated: {key[1]!r}"
            continue
        if entry.fuzzy:
            yield f"fuzzy: {key[1]!r}"
        forms = [entry.id] if isinstance(entry.id, str) else list(entry.id)
        wanted = [sorted(set(_PLACEHOLDER.findall(form))) for form in forms]
        if sorted(set(_PLACEHOLDER.findall(text))) not in wanted:
            yield f"other placeholders than the English: {key[1]!r} -> {text!r}"


def check(root: Path, shared: Mapping[Path, list[Found]]) -> list[str]:
    """All that is wrong with the catalogues: missing, stale, fuzzy, other placeholders, contradictions."""
    faults: list[str] = []
    said: dict[Key, tuple[str, Path]] = {}
    for app, found in sorted(shared.items()):
        known, name = entries(read(app)), app.relative_to(root)
        faults += [f"{name}: {fault}" for fault in _faults_of(found, known)]
        for key, text in ((key, text_of(entry)) for key, entry in known.items() if text_of(entry)):
            other, first = said.setdefault(key, (text, name))
            # Django joins all catalogues: of two Chinese for one text, the order of the apps would decide.
            if text != other:
                faults.append(f"{name}: {key[1]!r} is {text!r} here but {other!r} in {first}; use pgettext")
    return faults
