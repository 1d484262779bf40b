"""The smallest line that works: the manual shows it, and every example of the manual is tried in it."""

from __future__ import annotations

from collections.abc import Mapping

SMALLEST: Mapping[str, str] = {
    "flows/main.yaml": """\
# yaml-language-server: $schema=../docs/schema/flow.json
flow: main
start: welcome

links:                       # what callers may do at any question
  operator: {key: 0, says: {en: [operator], es: [operador]}, goto: person}
  emergency: {key: 8, intent: emergency, says: {en: [emergency], es: [emergencia]}, subdialog: danger}

nodes:
  welcome:
    say: greeting
    goto: need
  need:
    menu: what_do_you_need
    hear: intents
    choices:
      - {key: 1, intent: service, goto: report}
      - {key: 2, says: {en: [goodbye], es: [adiós]}, goto: bye}
    noinput: {prompts: [still_there], then: person}
    nomatch: {prompts: [sorry_again], then: person}
  report:
    form: report
    fields:
      - {slot: details, ask: {en: "What is the problem?", es: "¿Cuál es el problema?"}}
    goto: file
  file:
    do: file_request
    outcomes: {filed: bye, failed: person}
  danger:
    say: hang_up_and_dial
    goto: back
  back:
    return: told
  person:
    transfer: operator
    busy: bye
    no_answer: bye
    failed: bye
    completed: bye
  bye:
    disconnect: goodbye
""",
    "flows/city.yaml": """\
# yaml-language-server: $schema=../docs/schema/city.json
city: Springfield
timezone: America/New_York
languages:
  en: {name: English, voice: Polly.Joanna-Neural, locale: en-US}
  es: {name: español, voice: Polly.Lupe-Neural, locale: es-US}
groups:
  streets: {en: streets, es: calles}
agencies:
  transportation: {name: {en: Transportation, es: Transporte}}
lines:
  operator: {name: {en: the operator, es: el operador}, number: "+14105550100", hours: always}
""",
    "flows/emergency_words.yaml": """\
en: {certain: [my house is on fire]}
es: {certain: [mi casa se quema]}
""",
    "prompts/en.yaml": """\
greeting: "Welcome to {city}. If this is an emergency, hang up and dial 911."
what_do_you_need: "How can I help? To report a problem, press 1. To end the call, press 2."
still_there: "Are you still there?"
sorry_again: "Sorry, I did not get that."
hang_up_and_dial: "Please hang up and dial 911."
goodbye: "Goodbye."
""",
    "prompts/es.yaml": """\
greeting: "Le damos la bienvenida a {city}. Si es una emergencia, cuelgue y llame al 911."
what_do_you_need: "¿En qué puedo ayudarle? Para reportar un problema, oprima 1. Para terminar, oprima 2."
still_there: "¿Sigue en la línea?"
sorry_again: "Perdón, no le entendí."
hang_up_and_dial: "Por favor, cuelgue y llame al 911."
goodbye: "Adiós."
""",
}
