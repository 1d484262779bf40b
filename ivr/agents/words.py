"""What agents, and callers who are called back, hear from the floor: short sentences in the city's languages."""

from __future__ import annotations

from collections.abc import Mapping

from ivr.flow.directives import Prompt, Text

SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "danger": "There may be danger.",
        "about": "A caller, about: {what}.",
        "somebody": "A caller who wants a person.",
        "place": "At {place}.",
        "language": "In {language}.",
        "waited": "They have waited {minutes} minutes.",
        "waited_one": "They have waited one minute.",
        "lost": "They were cut off before.",
        "call_back": "We call them back.",
        "keys": "Press 1 to take the call, 2 to decline.",
        "over": "This caller no longer waits for you. Goodbye.",
        "away": "The line cannot connect you now. The caller is asked after by somebody else. Goodbye.",
        "hello": "Hello, this is 3 1 1, calling you back. A person is here for you in a moment.",
        "moment": "One moment, please.",
        "missed": "Hello, this is 3 1 1. You asked us to call you back. We will try again; your place is kept.",
        "bye": "Thank you for your time. Goodbye.",
    },
    "es": {
        "danger": "Puede haber peligro.",
        "about": "Una llamada, sobre: {what}.",
        "somebody": "Una persona que quiere hablar con alguien.",
        "place": "En {place}.",
        "language": "En {language}.",
        "waited": "Ha esperado {minutes} minutos.",
        "waited_one": "Ha esperado un minuto.",
        "lost": "Su llamada se cortó antes.",
        "call_back": "Le devolvemos la llamada.",
        "keys": "Oprima 1 para tomar la llamada, 2 para rechazarla.",
        "over": "Esta persona ya no le espera. Adiós.",
        "away": "La línea no puede comunicarle ahora. Otra persona atenderá la llamada. Adiós.",
        "hello": "Hola, le llamamos del 3 1 1 como pidió. En un momento le atiende una persona.",
        "moment": "Un momento, por favor.",
        "missed": "Hola, le llamamos del 3 1 1 como pidió. Volveremos a llamar; conserva su lugar.",
        "bye": "Gracias por su tiempo. Adiós.",
    },
}


def say(name: str, tongue: str, /, **values: str) -> Prompt:
    """The sentence in this language, or in English."""
    known = tongue if tongue in SAID else "en"
    return Prompt("", known, (Text(SAID[known][name].format(**values)),))
