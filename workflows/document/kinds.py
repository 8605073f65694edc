"""The kinds of steps and the types of answers, and which fields belong to which type."""

from enum import StrEnum


class Kind(StrEnum):
    """What a step is for: to learn, to choose, to remember, to read, to do, or the end."""

    QUESTION = "question"
    CHOICE = "choice"
    INSTRUCTION = "instruction"
    ARTICLE = "article"
    ACTION = "action"
    END = "end"


class AnswerType(StrEnum):
    """What an answer is. The first group is chosen from a list, the others are typed."""

    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    SEVERITY = "severity"
    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE_TIME = "date_time"
    PHONE = "phone"
    EMAIL = "email"
    PERSON = "person"
    SITE = "site"
    ASSET = "asset"
    LIST = "list"


CHOSEN = frozenset({AnswerType.CHOICE, AnswerType.CHOICES, AnswerType.YES_NO, AnswerType.SEVERITY})
SUGGESTING = frozenset({AnswerType.PERSON, AnswerType.SITE, AnswerType.ASSET})
FIELDS_OF_TYPE: dict[str, frozenset[AnswerType]] = {
    "options": CHOSEN - {AnswerType.SEVERITY} | SUGGESTING,
    "unit": frozenset({AnswerType.NUMBER}),
    "minimum": frozenset({AnswerType.NUMBER}),
    "maximum": frozenset({AnswerType.NUMBER}),
    "whole": frozenset({AnswerType.NUMBER}),
    "pattern": frozenset({AnswerType.ASSET, AnswerType.TEXT}),
    "check_digit": frozenset({AnswerType.ASSET}),
    "only_listed": SUGGESTING,
    "impacts": frozenset({AnswerType.SEVERITY}),
    "urgencies": frozenset({AnswerType.SEVERITY}),
    "matrix": frozenset({AnswerType.SEVERITY}),
    "moment": frozenset({AnswerType.DATE_TIME}),
}
