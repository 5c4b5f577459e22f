"""Every address has a policy, or is on the list of public ones."""

from __future__ import annotations

from tests.architecture.addresses import PUBLIC, addresses, operations
from tests.architecture.house import none


def test_every_page_says_who_may_open_it() -> None:
    none(
        [
            a.route
            for a in addresses()
            if not a.public and not a.of_api and not callable(getattr(a.view, "may", None))
        ]
    )


def test_every_operation_of_the_api_says_which_token_may_call_it() -> None:
    none([f"{methods} {path}" for methods, path, view in operations() if not getattr(view, "may", None)])


def test_every_address_of_the_api_is_an_operation_or_public() -> None:
    paths = {f"api/v1{path}".replace("{", "<").replace("}", ">") for _, path, _ in operations()}
    routes = {
        a.route.replace("<int:", "<").replace("<str:", "<").replace("<uuid:", "<")
        for a in addresses()
        if a.of_api and not a.public
    }
    none(sorted(routes - paths))


def test_the_list_of_public_addresses_is_short_and_nothing_personal_has_an_id_in_it() -> None:
    assert len(PUBLIC) <= 8
    ours = [a for a in addresses() if a.public and not a.route.startswith("account/")]
    assert [a.route for a in ours if any("person" in name or "task" in name for name in a.parameters)] == []
