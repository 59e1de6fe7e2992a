"""Cut a stylesheet of others down to what our pages use: a rule stays when every class in its selector does.

A class counts as used when its name stands as a word anywhere in a template, a script or a Python file, so a rule too
many may stay and none goes that a page needs. Element selectors always stay: they make the ground of the appearance.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

WORD = re.compile(r"[A-Za-z][\w-]*")
CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
NEGATED = re.compile(r":not\([^()]*\)")  # holds of every element where its class is on none
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DEFINED = re.compile(r"""(?<=[{;])(--[\w-]+):(?:"[^"]*"|'[^']*'|[^;}"'])*;?""")
READ = re.compile(r"var\(\s*(--[\w-]+)")
NESTING = ("@media", "@supports", "@layer", "@container")


def words_in(files: Iterable[Path]) -> set[str]:
    """Every word in the files: the names of classes are among them."""
    return {word for path in files for word in WORD.findall(path.read_text(encoding="utf-8"))}


def cut(css: str, words: set[str], *, beside: str = "") -> str:
    """``css`` without the rules of classes that are not in ``words``, and without custom properties that neither it
    nor the stylesheet ``beside`` reads. Licence comments (``/*!``) stay on top.
    """
    licences = "".join(comment for comment in COMMENT.findall(css) if comment.startswith("/*!"))
    kept = "".join(_rules(COMMENT.sub("", css), words))
    while (fewer := _without_unread(kept, beside)) != kept:
        kept = fewer
    return licences + kept


def _rules(css: str, words: set[str]) -> Iterator[str]:
    for head, body in _blocks(css):
        if body is None or (head.startswith("@") and not head.startswith(NESTING)):
            yield head + ("" if body is None else f"{{{body}}}")
        elif head.startswith("@"):
            if inner := "".join(_rules(body, words)):
                yield f"{head}{{{inner}}}"
        elif selectors := [one for one in _selectors(head) if _is_used(one, words)]:
            yield f"{','.join(selectors)}{{{body}}}"


def _blocks(css: str) -> Iterator[tuple[str, str | None]]:
    """Each rule as what stands before its braces and in them; a statement such as @charset has no body."""
    start = at = 0
    while at < len(css):
        if css[at] in "\"'":
            at = css.index(css[at], at + 1)
        elif css[at] == ";":
            yield css[start : at + 1].strip(), None
            start = at + 1
        elif css[at] == "{":
            end = _closing(css, at)
            yield css[start:at].strip(), css[at + 1 : end]
            start, at = end + 1, end
        at += 1


def _closing(css: str, opening: int) -> int:
    """Where the brace that opens at ``opening`` is closed."""
    depth, at = 0, opening
    while True:
        if css[at] in "\"'":
            at = css.index(css[at], at + 1)
        depth += (css[at] == "{") - (css[at] == "}")
        if not depth:
            return at
        at += 1


def _selectors(head: str) -> Iterator[str]:
    """The selectors of a list; a comma in brackets separates none."""
    depth = start = 0
    for at, sign in enumerate(head):
        depth += (sign in "([") - (sign in ")]")
        if sign == "," and not depth:
            yield head[start:at].strip()
            start = at + 1
    yield head[start:].strip()


def _is_used(selector: str, words: set[str]) -> bool:
    return words.issuperset(CLASS.findall(NEGATED.sub("", selector)))


def _without_unread(css: str, beside: str) -> str:
    """Once around: what only an unread custom property reads goes the next time."""
    read = set(READ.findall(css + beside))
    return re.sub(r"[^{}]+\{\}", "", DEFINED.sub(lambda one: one[0] if one[1] in read else "", css))
