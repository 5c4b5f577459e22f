"""Known layouts of pushed files, kept as data (`data/profiles/*.toml`), and recognising them by the
header.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType

from gangmu.control.intake.rules.headers import normal_header, synonyms
from gangmu.control.intake.rules.types import ColumnMapping, Field, Profile


@cache
def load_profiles() -> tuple[Profile, ...]:
    """All shipped profiles, by name. Raises ValueError for one that is not sound, which a test excludes."""
    folder = resources.files("gangmu.control.intake") / "data" / "profiles"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".toml")), key=lambda f: f.name)
    return tuple(parse_profile(f.read_text("utf-8")) for f in files)


def parse_profile(text: str) -> Profile:
    """A profile from its TOML. Raises ValueError for unknown fields, KeyError for missing ones."""
    raw = tomllib.loads(text)
    headers = {normal_header(header): Field(field) for header, field in raw["headers"].items()}
    constants = {Field(field): str(value) for field, value in raw.get("constants", {}).items()}
    return Profile(
        raw["name"],
        int(raw["version"]),
        raw["title"],
        raw["source"],
        MappingProxyType(headers),
        tuple(Field(field) for field in raw["required"]),
        MappingProxyType(constants),
    )


def match_profile(
    header: Sequence[str],
    profiles: Sequence[Profile] | None = None,
    learned: Mapping[str, Field] = MappingProxyType({}),
) -> ColumnMapping | None:
    """The mapping by the profile that knows this header, or None, which sends the file to the mapping page.

    A profile matches when every column that has a name is known (to it, to `learned`, or as a common
    synonym) and all fields it requires are there. Of several the one knowing most columns itself wins.
    `learned` holds what people have decided on the mapping page: normalised header → field.
    """
    normal = [normal_header(h) for h in header]
    best: tuple[int, int, ColumnMapping] | None = None
    for profile in load_profiles() if profiles is None else profiles:
        mapping = _apply(profile, header, normal, learned)
        if mapping is None:
            continue
        own = sum(h in profile.headers for h in normal)
        rank = (own, len(profile.required))
        if best is None or rank > best[:2]:
            best = (*rank, mapping)
    return best[2] if best else None


def _apply(
    profile: Profile, header: Sequence[str], normal: Sequence[str], learned: Mapping[str, Field]
) -> ColumnMapping | None:
    common = synonyms()
    fields: list[Field | None] = []
    for text in normal:
        field = profile.headers.get(text) or learned.get(text) or common.get(text)
        if field is None and text:
            return None
        fields.append(field)
    if not set(profile.required) <= set(fields) or fields.count(Field.NAME) > 1:  # several people in one line
        return None
    return ColumnMapping(tuple(header), tuple(fields), profile.constants, f"{profile.name}/{profile.version}")
