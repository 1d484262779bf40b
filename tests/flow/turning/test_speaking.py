"""Names stand well in the sentences they are put into, in both languages."""

from __future__ import annotations

import pytest

from ivr.flow.directives import Prompt, Text
from ivr.flow.state import State
from ivr.flow.turning.speaking import said
from tests.flow.talk import the_book


def spoken(language: str, key: str, value: str) -> str:
    [prompt] = said(the_book(), State(language=language), key, {"value": value, "choice": value, "key": "1"})
    assert isinstance(prompt, Prompt)
    return "".join(part.text for part in prompt.parts if isinstance(part, Text))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("el horario de la alcaldía", "¿Se trata del horario de la alcaldía?"),
        ("las multas", "¿Se trata de las multas?"),
        ("El Salvador", "¿Se trata de El Salvador?"),
    ],
)
def test_spanish_draws_together_what_belongs_together(value: str, sentence: str) -> None:
    assert spoken("es", "ask_whether", value).startswith(sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Is it about a complaint or praise for city staff?"),
        ("es", "¿Se trata de una queja o un elogio al personal de la ciudad?"),
    ],
)
def test_no_name_says_about_twice(language: str, sentence: str) -> None:
    menu = the_book().services["city_employee"].menu
    assert menu is not None
    assert spoken(language, "ask_whether", menu[language]).startswith(sentence)
    for service in the_book().services.values():
        name = (service.menu or service.name)[language]
        assert not {"about", "sobre"} & set(name.split()), service.code
