"""Words, addresses and files that a template names outright are looked up once for each language, not at each look."""

from __future__ import annotations

from collections.abc import Callable

from django.template.base import Node, Parser, Token
from django.template.context import Context
from django.utils.translation import get_language

Compile = Callable[[Parser, Token], Node]


class Still(Node):
    """A node that says the same to everybody who reads a language."""

    child_nodelists = ()

    def __init__(self, node: Node) -> None:
        self.node = node
        self.said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """What it says, as when it was first asked."""
        language = get_language()
        if (said := self.said.get(language)) is None:
            said = self.said[language] = self.node.render(context)
        return said


def still(tag: Compile) -> Compile:
    """The same tag; where it is given nothing but words in quotes it is a `Still`."""

    def compiled(parser: Parser, token: Token) -> Node:
        node = tag(parser, token)
        given = [bit for bit in token.split_contents()[1:] if bit != "context"]
        return Still(node) if all(bit[0] in "\"'" and bit[-1] == bit[0] for bit in given) else node

    return compiled
