"""Invented people: frequent surnames and given characters, put together by lot."""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹"
    "彭曾肖田董袁潘于蒋蔡余杜叶程魏苏吕丁任沈姚卢姜崔钟谭陆汪范金"
)
FIRST = "建国志文永春秀玉桂金明小晓福荣德水根海云家新立正兴长丽红美雪"
SECOND = "华平英兰芳梅珍生明强军勇林涛辉斌凤霞燕玲娟萍琴敏静洋鹏飞龙波"
SINGLE = "伟芳敏静丽强磊军洋勇艳杰涛超刚霞鹏飞婷浩"
GIVEN_NAMES_A_SURNAME = 150


class Names:
    """Draws names; there are about 9,000 of them, so that some people share a name."""

    def __init__(self, rng: Random):
        self.rng = rng
        doubles = [first + second for first in FIRST for second in SECOND if first != second]
        self.given: list[str] = [*SINGLE, *rng.sample(doubles, GIVEN_NAMES_A_SURNAME - len(SINGLE))]

    def surname(self) -> str:
        """The front of the list is far more frequent."""
        return SURNAMES[int(len(SURNAMES) * self.rng.random() ** 1.6)]

    def full(self, surname: str = "") -> str:
        return (surname or self.surname()) + self.rng.choice(self.given)

    def distinct(self, count: int) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            found[self.full()] = None
        return list(found)


def phone(number: int) -> str:
    """A number that nobody has: the ministry never handed the group 154 out to an operator."""
    return f"154{number:08d}"
