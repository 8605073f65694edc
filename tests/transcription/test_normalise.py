from transcription.catalogue import Habits
from transcription.normalise import clean, sentence
from transcription.recognizer import HeardWord


def heard_words(*words: tuple[str, float, float]) -> list[HeardWord]:
    return [HeardWord(text, start, end, 0.9) for text, start, end in words]


def test_a_models_habits_are_cleaned_and_times_stay() -> None:
    habits = Habits(bracketed_digits=True, replaced=(("uh", ""),))
    heard = heard_words(("[3]", 0.0, 0.3), ("<unk>", 0.3, 0.4), ("uh", 0.4, 0.5), ("층", 0.5, 0.8))
    cleaned = clean(heard, habits)
    assert [(word.text, word.start) for word in cleaned] == [("3", 0.0), ("층", 0.5)]


def test_brackets_stay_where_the_model_has_no_such_habit() -> None:
    assert clean(heard_words(("[3]", 0, 1)), Habits())[0].text == "[3]"


def test_pauses_become_marks() -> None:
    turn = heard_words(
        ("bonjour", 0, 0.5), ("je", 1.0, 1.1), ("vous", 1.1, 1.3), ("entends", 2.4, 2.9)
    )
    assert sentence(turn) == "Bonjour, je vous. Entends."


def test_nothing_said_is_no_sentence() -> None:
    assert sentence([]) == ""
