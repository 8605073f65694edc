"""What callers and agents hear on the phone, in the caller's language.

They are spoken in the language of the call, which no page decides, so they are data by language and
not in the catalog of the pages.
"""

from core.db import Texts

VOICES = {
    "fr": ("fr-FR", "Polly.Lea-Neural"),
    "en": ("en-GB", "Polly.Amy-Neural"),
    "ko": ("ko-KR", "Polly.Seoyeon"),
}

WELCOME: Texts = {
    "fr": "Bonjour, vous êtes bien en relation avec l'assistance.",
    "en": "Hello, you have reached the support line.",
    "ko": "안녕하세요, 고객 지원 센터입니다.",
}
NOTICE: Texts = {
    "fr": "Cet appel peut être enregistré pour traiter votre demande. "
    "Pour vous y opposer, tapez 9 ou dites-le à votre interlocuteur.",
    "en": "This call may be recorded to handle your request. "
    "To object, press 9 or tell the person who answers.",
    "ko": "이 통화는 문의 처리를 위해 녹음될 수 있습니다. "
    "원하지 않으시면 9번을 누르시거나 상담원에게 말씀해 주십시오.",
}
NOT_RECORDED: Texts = {
    "fr": "C'est noté, cet appel ne sera pas enregistré.",
    "en": "Noted, this call will not be recorded.",
    "ko": "알겠습니다. 이 통화는 녹음되지 않습니다.",
}
PLEASE_WAIT: Texts = {
    "fr": "Merci de patienter, un conseiller va vous répondre.",
    "en": "Please hold, someone will be with you shortly.",
    "ko": "잠시만 기다려 주십시오. 곧 상담원이 연결됩니다.",
}
ON_HOLD: Texts = {
    "fr": "Vous êtes toujours en ligne, votre conseiller reprend la conversation dans un instant.",
    "en": "You are still connected, the person helping you will be back in a moment.",
    "ko": "통화가 대기 중입니다. 상담원이 곧 다시 말씀드리겠습니다.",
}
AGENT_GONE: Texts = {
    "fr": "Votre conseiller n'est plus en ligne. Restez avec nous, "
    "un collègue reprend votre appel dès que possible.",
    "en": "The person helping you is no longer on the line. Please stay with us, "
    "a colleague will take over as soon as possible.",
    "ko": "상담원과의 연결이 끊어졌습니다. 잠시만 기다려 주시면 다른 상담원이 곧 연결됩니다.",
}
GOODBYE: Texts = {
    "fr": "Merci de votre appel. Au revoir.",
    "en": "Thank you for calling. Goodbye.",
    "ko": "전화해 주셔서 감사합니다. 안녕히 계십시오.",
}
SORRY: Texts = {
    "fr": "Un incident technique nous empêche de vous répondre. "
    "Merci de rappeler dans quelques minutes.",
    "en": "A technical problem keeps us from answering. Please call again in a few minutes.",
    "ko": "기술적인 문제로 연결할 수 없습니다. 잠시 후 다시 전화해 주십시오.",
}
CALLING_ON_CALL: Texts = {
    "fr": "Un incident technique nous empêche de vous répondre comme d'habitude. "
    "Nous appelons la personne d'astreinte, restez en ligne.",
    "en": "A technical problem keeps us from answering as usual. "
    "We are calling the person on duty, please stay on the line.",
    "ko": "기술적인 문제로 평소처럼 연결할 수 없습니다. "
    "당직자에게 연결해 드리겠습니다. 잠시만 기다려 주십시오.",
}
ONE_MOMENT: Texts = {
    "fr": "Un instant, s'il vous plaît.",
    "en": "One moment, please.",
    "ko": "잠시만 기다려 주십시오.",
}
CALL_NOT_YOURS: Texts = {
    "fr": "Cet appel n'est plus à prendre.",
    "en": "This call is no longer yours to take.",
    "ko": "이 통화는 더 이상 받을 수 없습니다.",
}
