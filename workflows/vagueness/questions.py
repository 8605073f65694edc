"""Questions to ask where the script has none of its own.

The agent says these to the caller, in the caller's language and not in that of the page: so they
are data by language.
"""

from workflows.vagueness.kinds import Kind

ASK: dict[Kind, dict[str, str]] = {
    "symptom": {
        "fr": "Que se passe-t-il exactement, que voyez-vous ou qu’entendez-vous ?",
        "en": "What exactly happens: what do you see or hear?",
        "ko": "정확히 무슨 일이 일어납니까? 무엇이 보이거나 들립니까?",
    },
    "thing": {
        "fr": "Quel appareil, quel document ou quel écran est concerné, et a-t-il un numéro ?",
        "en": "Which device, document or screen is it about, and does it have a number?",
        "ko": "어떤 기기나 문서, 화면입니까? 번호가 있습니까?",
    },
    "effect": {
        "fr": "Qui ne peut plus travailler à cause de cela, et combien de personnes ?",
        "en": "Who can no longer work because of it, and how many people?",
        "ko": "이 문제로 누가 일을 못 하고 있습니까? 몇 명입니까?",
    },
    "time": {
        "fr": "Depuis quand, et est-ce arrivé une seule fois ou plusieurs ?",
        "en": "Since when, and has it happened once or several times?",
        "ko": "언제부터입니까? 한 번입니까, 여러 번입니까?",
    },
    "place": {
        "fr": "Où êtes-vous exactement : site, étage, pièce ?",
        "en": "Where exactly are you: which site, floor and room?",
        "ko": "정확히 어디입니까? 건물, 층, 방을 말씀해 주세요.",
    },
    "error": {
        "fr": "Un message ou un code est-il affiché ? Lisez-le-moi mot pour mot.",
        "en": "Is a message or a code displayed? Please read it to me word for word.",
        "ko": "메시지나 코드가 표시됩니까? 그대로 읽어 주세요.",
    },
}
