"""Templates whose constant parts are written once a language: texts, addresses of pages without a key, static files.

A page has some hundred ``{% translate %}``, ``{% url %}`` and ``{% static %}`` of constants, and each cost as much as a
statement of Python code a thousand times as long to read. Here they become text when a template is loaded, and are one
with the text around them. What depends on a variable stays as it is. The first loader of settings.TEMPLATES.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.template import Context, Node, NodeList, Template, TemplateDoesNotExist
from django.template.base import FilterExpression, TextNode, TokenType
from django.template.defaulttags import CommentNode, LoadNode, URLNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import base, cached
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf
from django.utils.translation import get_language


class WrittenLoader(base.Loader):
    """Writes the constants of a template before anybody else gets hold of it."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        template = super().get_template(template_name, skip)
        context = Context()
        with context.bind_template(template):
            write_constants(template.nodelist, context)
        return template


class Loader(cached.Loader, WrittenLoader):  # the cache asks the next class for what it lacks
    """Django's cache of templates, with one of each for all that constants follow from."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        known = super().cache_key(template_name, skip)
        return f"{get_language()} {get_urlconf()} {get_script_prefix()} {known}"


def write_constants(nodes: NodeList, context: Context) -> None:
    """Turn what is constant in the nodes and below them into text; ``context`` is empty."""
    written: list[Node] = []
    for node in nodes:
        for inner in _inside(node):
            write_constants(inner, context)
        if isinstance(node, IncludeNode) and _is_name(node.template):
            node.template = Included(node.template.var)  # type: ignore[assignment]  # resolved as a FilterExpression is
        text = _text_of(node, context)
        if text is None:
            written.append(node)
        elif written and isinstance(written[-1], TextNode):
            written[-1] = _text_node(written[-1].s + text, written[-1])
        elif text:
            written.append(_text_node(text, node))
    nodes[:] = written


def _inside(node: Node) -> Iterator[NodeList]:
    branches: Iterable[tuple[Any, NodeList]] = getattr(node, "conditions_nodelists", ())
    if branches:  # of {% if %}, whose ``nodelist`` is a copy
        yield from (nodes for _condition, nodes in branches)
        return
    for name in node.child_nodelists:
        if isinstance(nodes := getattr(node, name, None), NodeList):
            yield nodes


def _text_node(text: str, place: Node) -> TextNode:
    node = TextNode(text)
    node.token, node.origin = place.token, place.origin
    return node


def _text_of(node: Node, context: Context) -> str | None:
    """What the node writes on every page; None where that depends on something."""
    if isinstance(node, TextNode):
        return node.s
    if isinstance(node, LoadNode | CommentNode):
        return ""
    if not _writes_a_constant(node):
        return None
    try:
        return str(node.render(context))
    except NoReverseMatch:  # an error of the page that shows it
        return None


def _writes_a_constant(node: Any) -> bool:
    if isinstance(node, TranslateNode):
        return not node.asvar and _is_literal(node.filter_expression) and _is_constant(node.message_context)
    if isinstance(node, BlockTranslateNode):
        depends = node.extra_context or node.asvar or node.countervar or node.plural
        is_text = all(token.token_type == TokenType.TEXT for token in node.singular)
        return not depends and is_text and _is_constant(node.message_context)
    if isinstance(node, URLNode):
        return not (node.asvar or node.args or node.kwargs) and _is_constant(node.view_name)
    return isinstance(node, StaticNode) and not node.varname and _is_constant(node.path)


def _is_constant(expression: FilterExpression | None) -> bool:
    return expression is None or (not expression.is_var and not expression.filters)


def _is_name(expression: FilterExpression) -> bool:
    """Of a template; not one that is found beside the template that includes it."""
    return _is_constant(expression) and isinstance(expression.var, str) and not expression.var.startswith(".")


def _is_literal(expression: FilterExpression) -> bool:
    """``{% translate "text" %}``: Django makes a variable of it, to translate it."""
    variable: Any = expression.var
    return not expression.filters and variable.lookups is None and isinstance(variable.literal, str)


class Included:
    """The template of an ``{% include "name" %}``, found once and not for each page."""

    def __init__(self, name: str) -> None:
        self.name, self.template = name, None

    def resolve(self, context: Context) -> Any:
        if self.template is None:
            engine: Any = context.template
            try:
                self.template = engine.engine.get_template(self.name)
            except TemplateDoesNotExist:
                return self.name  # Django says so itself
        return self.template
