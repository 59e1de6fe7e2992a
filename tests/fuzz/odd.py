"""What people, links and machines type: the odd values, and the requests that are made of them."""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from access.roles import Role
from tests.test_access import URLS

MARK = "<fuzz'\"&>"  # stands unescaped on no page
LONG = "9" * 5_000
VALUES = (
    "", " ", "0", "-1", "1", "2", "²", "９９", "1e9", "NaN", "Infinity", "0x10", "1.5", LONG, "9223372036854775808",
    "-9223372036854775809", "2147483648", "32768", "on", "true", "null", "None", "[]", "{}", "\0", "a\0b", "\x1b[31m",
    "2026-03-10", "2026-03", "2026-13", "2026-02-30", "0001-01-01", "0000-00-00", "9999-12-31", "10000-01-01",
    "1999-01", "0001-01", "9999-12", "20260310", "2026-3-1", "24:00", "23:59", "25:61", "20:00:00.000001", "-0:01",
    MARK, "</textarea><script>fuzz</script>", "javascript:alert(1)", "//evil.example.org/", "https://evil.example.org",
    "\\\\evil.example.org", "/\\evil.example.org", "../../etc/passwd", "%00", "%2e%2e%2f", "%s%n", "{{7*7}}",
    "{% debug %}",
    "' OR 1=1 --", "\\", "%", "_", "%_%", "*", "(", "[a-", "a" * 201, "村" * 2_001, "é́", "\u202eabc", "\ud7ff",
    "\ufeff", "\u200b", "𠮷野家", "👮", "\r\nSet-Cookie: a=b", "line\nline", "=1+1", "@SUM(1)", "+86 138 0000 0000",
    "13800000000", "990901200001011234", "post:1", "station:0", "county:99999999999", "village:²", "-occurred_on",
    "occurred_on", "-id", "password", "residents.visit", "accounts.user", "xlsx", "csv", "pdf",
)  # fmt: skip
NAMES = (
    "q", "month", "from_month", "to_month", "place", "after", "before", "sort", "page", "next", "saved", "village",
    "station", "post", "town", "household", "user", "day", "format", "level", "language", "username", "password",
    "reason", "note", "why", "words", "client_key", "client_key[]", "__class__", "state", "recorded_by", "pk", "id",
    "form-TOTAL_FORMS", "form-0-id", "csrfmiddlewaretoken", "ended", "locked", "arrived",
)  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded", "application/json", "multipart/form-data", "multipart/form-data; boundary=x",
    "text/plain", "application/x-www-form-urlencoded; charset=gb18030", "", "a/b/c; charset=none", "image/png",
)  # fmt: skip
BODIES = (
    b"", b"\xff\xfe\x00", b"a=b&a=c&=&&%", b'{"a": [1', b"--x\r\n\r\n--x--",
    b"--x\r\nContent-Disposition: form-data\r\n\r\n1",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    *({},) * 30, *({"HX-Request": "true"},) * 4,
    {"HX-Request": "true", "HX-Current-URL": "http://[bad"}, {"HX-Target": MARK},
    {"Accept-Language": "en;q=9999999999, " + "a" * 300}, {"X-Forwarded-For": f"{MARK}, ::1%eth0"},
    {"X-Forwarded-Proto": "https"}, {"Referer": "http://[bad"}, {"Cookie": "language=xx; theme=" + MARK},
    {"Cookie": "language=en; known=%00:1:x; messages=[]"}, {"Range": "bytes=9-1,-"}, {"If-Modified-Since": "0"},
    {"If-None-Match": "*"}, {"Host": "evil.example.org"}, {"Host": "a b"}, {"Origin": "null"},
    {"User-Agent": "\x7f" * 600},
)  # fmt: skip
METHODS = ("GET",) * 20 + ("POST",) * 40 + ("HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FUZZ")
TAILS = ("",) * 100 + ("%00", "..%2f", "%ff", "x/", "/", "%e5%88", ";a=b", "?", "\u202e", "a" * 300)


@dataclass(frozen=True)
class Case:
    """One request to be: which is which is worked out against the page that it goes to."""

    fair: int  # 0: whoever asks and however; else a role and a method that the page knows
    role: str
    name: str
    method: str
    which: str  # own, foreign, missing, huge: which row its address names
    month: str
    form: str
    tail: str
    query: tuple[tuple[int, str], ...]
    with_own: bool  # the form's own values under the odd ones
    fields: tuple[tuple[int, str], ...]
    more: tuple[tuple[str, str], ...]
    raw: tuple[str, bytes] | None
    headers: int


value = st.one_of(
    st.sampled_from(VALUES), st.sampled_from(VALUES), st.text(max_size=40), st.integers().map(str)
)
pairs: Any = st.lists(st.tuples(st.integers(0, 60), value), max_size=4).map(tuple)
cases = st.builds(
    Case,
    fair=st.integers(0, 9),
    role=st.sampled_from([str(role) for role in Role]),
    name=st.sampled_from(sorted(URLS)),
    method=st.sampled_from(METHODS),
    which=st.sampled_from(("own",) * 8 + ("foreign", "foreign", "missing", "huge")),
    month=st.sampled_from(
        ("2026-02", "2026-03", "2026-13", "0000-01", "0001-01", "9999-12", "2000-01", "1999-12")
    ),
    form=st.sampled_from(("residents.visit", "disputes.dispute", "accounts.user", "a" * 100, "²", "a.b.c")),
    tail=st.sampled_from(TAILS),
    query=pairs,
    with_own=st.booleans(),
    fields=pairs,
    more=st.lists(st.tuples(st.sampled_from(NAMES), value), max_size=2).map(tuple),
    raw=st.one_of(*[st.none()] * 15, st.tuples(st.sampled_from(TYPES), st.sampled_from(BODIES))),
    headers=st.integers(0, len(HEADERS) - 1),
)
