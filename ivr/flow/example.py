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
# What the line says by itself, whatever the flow:
confirm_value: "You said {value}. Is that right?"
implicit_value: "{value}."
choice_line: "For {choice}, press {key}."
choice_more: "For more, press 9."
review_confirm: "Is that right?"
part_line: "For {choice}, press {key}."
sorry_operator: "I am sorry. Let me find a person for you."
yes_no: "For yes, press 1. For no, press 2."
skip_hint: "To skip this, press the pound key."
ask_whether: "Is it about {value}? For yes, press 1. For no, press 2."
which_of_these: "Which one do you mean?"
something_else: "something else"
nothing_more: "Thank you for calling."
limit_reached: "Let me find a person for you."
no_help: "You may speak or press a key. For a person, press 0."
back_at_start: "We are back at the beginning."
slower_now: "Take all the time you need."
left_open: "That stays open."
need_at_place: "And what is the matter there?"
language_changed: "We will go on in English."
two_needs: "First: {value}. Then: {choice}."
need_after: "After that: {choice}."
one_by_one: "One after the other."
word_yes: "yes"
word_no: "no"
place_unknown: "a place you are not sure of"
""",
    "prompts/es.yaml": """\
greeting: "Le damos la bienvenida a {city}. Si es una emergencia, cuelgue y llame al 911."
what_do_you_need: "¿En qué puedo ayudarle? Para reportar un problema, oprima 1. Para terminar, oprima 2."
still_there: "¿Sigue en la línea?"
sorry_again: "Perdón, no le entendí."
hang_up_and_dial: "Por favor, cuelgue y llame al 911."
goodbye: "Adiós."
# Lo que la línea dice por sí misma:
confirm_value: "Usted dijo {value}. ¿Es correcto?"
implicit_value: "{value}."
choice_line: "Para {choice}, oprima {key}."
choice_more: "Para más opciones, oprima 9."
review_confirm: "¿Es correcto?"
part_line: "Para {choice}, oprima {key}."
sorry_operator: "Lo siento. Voy a buscar a una persona."
yes_no: "Para sí, oprima 1. Para no, oprima 2."
skip_hint: "Para omitir esto, oprima la tecla de número."
ask_whether: "¿Se trata de {value}? Para sí, oprima 1. Para no, oprima 2."
which_of_these: "¿A cuál se refiere?"
something_else: "otra cosa"
nothing_more: "Gracias por llamar."
limit_reached: "Voy a buscar a una persona."
no_help: "Puede hablar u oprimir una tecla. Para hablar con una persona, oprima 0."
back_at_start: "Estamos de nuevo al principio."
slower_now: "Tómese el tiempo que necesite."
left_open: "Eso queda abierto."
need_at_place: "¿Y qué pasa ahí?"
language_changed: "Seguimos en español."
two_needs: "Primero: {value}. Después: {choice}."
need_after: "Y después: {choice}."
one_by_one: "Uno después del otro."
word_yes: "sí"
word_no: "no"
place_unknown: "un lugar que no conoce bien"
""",
}

# An example of each kind of node, as it stands under `nodes:` of a flow; targets in `main` are in the smallest line.
NODES: Mapping[str, str] = {
    "say": """\
thanks:
  say: {en: "Thank you.", es: "Gracias."}
  set: {thanked: "yes"}
  goto: main.bye
""",
    "menu": """\
pay:
  menu: {en: "To pay, press 1. For anything else, press 2.", es: "Para pagar, oprima 1. Para otra cosa, oprima 2."}
  choices:
    - {key: 1, says: {en: [pay, a bill], es: [pagar, una factura]}, set: {wants: bill}, goto: main.person}
    - {key: 2, says: {en: [something else], es: [otra cosa]}, goto: main.need}
  noinput: {prompts: [still_there], then: main.person}
""",
    "form": """\
ask:
  form: trash_can
  fields:
    - slot: size
      ask: {en: "Which size?", es: "¿De qué tamaño?"}
      type: choice
      values:
        small: {en: small, es: pequeño}
        large: {name: {en: large, es: grande}, says: {en: [big, the big one], es: [el grande]}}
    - slot: how_many
      ask: {en: "How many?", es: "¿Cuántos?"}
      type: number
      digits: [1, 2]
      required: false
  goto: main.bye
""",
    "subdialog": """\
be_sure:
  subdialog: main.danger
  returned: {told: go_on}
  goto: go_on
go_on:
  say: greeting
  goto: main.need
""",
    "return": """\
start:
  subdialog: told
  goto: main.bye
told:
  return: told
""",
    "review": """\
ask:
  form: contact
  fields:
    - {slot: contact_name, ask: {en: "What is your name?", es: "¿Cómo se llama?"}, private: true}
  goto: check
check:
  review: {en: "I have {contact_name}.", es: "Tengo {contact_name}."}
  which: {en: "Which part is wrong?", es: "¿Qué está mal?"}
  parts:
    - {name: {en: the name, es: el nombre}, clear: [contact_name], subdialog: ask_again}
  goto: main.bye
ask_again:
  form: contact_again
  fields:
    - {slot: contact_name, ask: {en: "What is your name?", es: "¿Cómo se llama?"}, private: true}
  goto: done
done:
  return: done
""",
    "record": """\
message:
  record: {en: "Please leave a message after the tone.", es: "Deje su mensaje después del tono."}
  slot: recording
  max_seconds: 90
  goto: file
  noinput: main.bye
file:
  do: file_message
  outcomes: {filed: main.bye, failed: main.person}
""",
    "transfer": """\
connect:
  transfer: operator
  say: {en: "One moment.", es: "Un momento."}
  timeout: 40
  busy: main.bye
  no_answer: main.bye
  failed: main.bye
  completed: main.bye
""",
    "queue": """\
wait:
  queue: services
  say: {en: "Let me find somebody for you.", es: "Voy a buscar a alguien."}
  warn:
    - {when: {slots: {handover: emergency_follow_up}}, say: hang_up_and_dial}
  call_back: called_back
  message: message
  go_on: main.need
  completed: main.bye
  closed: message
  too_long: message
  failed: main.person
called_back:
  say: {en: "We will call you.", es: "Le llamaremos."}
  goto: main.bye
message:
  record: {en: "Please leave a message after the tone.", es: "Deje su mensaje después del tono."}
  slot: recording
  goto: file
  noinput: main.bye
file:
  do: file_message
  outcomes: {filed: main.bye, failed: main.person}
""",
    "disconnect": """\
end:
  disconnect: goodbye
""",
    "switch": """\
anybody_there:
  switch:
    - {when: {closed: operator}, goto: main.bye}
    - {when: {language: es, known: [details]}, goto: main.file}
    - {goto: main.person}
""",
    "do": """\
look:
  do: find_my_requests
  outcomes: {found: tell, several: tell, missing: main.need, failed: main.person}
tell:
  say: {en: "Request {number:spell} is due on {due:date}.", es: "La solicitud {number:spell} es para el {due:date}."}
  goto: main.bye
""",
}
# Callers who are recorded and streamed: nodes of a flow, and what city.yaml and the prompts hold for them.
HEARD_NODES = """\
ask:
  form: broken_bench
  fields:
    - {slot: bench, ask: {en: "Which bench is it?", es: "¿Cuál banco es?"}, listen: stream}
    - {slot: damage, ask: {en: "What is wrong with it?", es: "¿Qué tiene?"}, listen: record}
  goto: main.bye
"""
HEARD_CITY = """\
hearing:
  consent: {en: "What you say is recorded for your request.", es: "Lo que diga se graba para su solicitud."}
  keep: {messages: 365, answers: 90, streams: 30}
  alert: "+14105550166"
  models: {en: telephony, es: telephony}
"""
HEARD_PROMPTS: Mapping[str, str] = {
    "prompts/en.yaml": """\
trouble_hearing: "I am having trouble hearing you. Say it once more, or use the keys."
trouble_person: "I still cannot hear you well. Let me find a person for you."
one_moment: "One moment, please."
after_tone: "Speak after the tone, and press pound when you are done."
recorded_words: "your recorded words"
""",
    "prompts/es.yaml": """\
trouble_hearing: "Me cuesta oírle. Dígalo una vez más, o use las teclas."
trouble_person: "Sigo sin oírle bien. Voy a buscar a una persona."
one_moment: "Un momento, por favor."
after_tone: "Hable después del tono, y oprima la tecla de número al terminar."
recorded_words: "sus palabras grabadas"
""",
}
# Callers who wait for a person: what city.yaml and the prompts hold for them, wherever a flow has a queue.
QUEUE_CITY = """\
queues:
  services:
    name: {en: city services, es: servicios de la ciudad}
    line: operator
    ring: 20
    patience: 30
    overflow: {after: 12}
"""
QUEUED_PROMPTS: Mapping[str, str] = {
    "prompts/en.yaml": """\
queue_called: "I am calling somebody for you now."
queue_next: "You are next in line."
queue_second: "You are second in line."
queue_third: "You are third in line."
queue_place: "You are number {count} in line."
queue_minute: "It will take about a minute."
queue_minutes: "It will take about {minutes} minutes."
queue_wait: "To keep waiting, stay on the line."
queue_call_back: "To be called back and keep your place, press 2."
queue_message: "To leave a message, press 3."
queue_go_on: "To go on with me, press 4."
queue_keep: "You keep your place."
queue_connected: "Somebody is here for you."
queue_person: "{value} is here for you."
whisper_danger: "There may be danger."
whisper_caller: "A caller,"
whisper_vulnerable: "A caller who needs special care,"
whisper_urgent: "A caller whose matter is urgent,"
whisper_lost: "A caller who was cut off,"
whisper_about: "about {service},"
whisper_nothing: "who wants a person,"
whisper_place: "at {place},"
whisper_language: "in {language_name},"
whisper_now: "who has just called."
whisper_minute: "who has waited one minute."
whisper_minutes: "who has waited {minutes} minutes."
whisper_call_back: "whom we call back."
whisper_keys: "Press 1 to take the call, 2 to decline."
whisper_over: "This caller no longer waits for you. Goodbye."
whisper_away: "The line cannot connect you now. The caller is asked after by somebody else. Goodbye."
called_hello: "Hello, this is 3 1 1, calling you back. A person is here for you in a moment."
called_moment: "One moment, please."
called_machine: "Hello, this is 3 1 1. You asked us to call you back. We will try again; your place is kept."
called_goodbye: "Thank you for your time. Goodbye."
""",
    "prompts/es.yaml": """\
queue_called: "Estoy llamando a alguien para usted."
queue_next: "Usted sigue."
queue_second: "Hay una persona antes que usted."
queue_third: "Hay dos personas antes que usted."
queue_place: "Usted es el número {count} de la fila."
queue_minute: "Tardará como un minuto."
queue_minutes: "Tardará unos {minutes} minutos."
queue_wait: "Para seguir esperando, no cuelgue."
queue_call_back: "Para que le llamemos sin perder su lugar, oprima 2."
queue_message: "Para dejar un mensaje, oprima 3."
queue_go_on: "Para seguir conmigo, oprima 4."
queue_keep: "Usted conserva su lugar."
queue_connected: "Ya hay alguien para usted."
queue_person: "Le atiende {value}."
whisper_danger: "Puede haber peligro."
whisper_caller: "Una llamada,"
whisper_vulnerable: "Una persona que necesita atención especial,"
whisper_urgent: "Una llamada urgente,"
whisper_lost: "Una llamada que se cortó antes,"
whisper_about: "sobre: {service},"
whisper_nothing: "de quien quiere hablar con una persona,"
whisper_place: "en {place},"
whisper_language: "en {language_name},"
whisper_now: "recién llegada."
whisper_minute: "espera hace un minuto."
whisper_minutes: "espera hace {minutes} minutos."
whisper_call_back: "a quien devolvemos la llamada."
whisper_keys: "Oprima 1 para tomar la llamada, 2 para rechazarla."
whisper_over: "Esta persona ya no le espera. Adiós."
whisper_away: "La línea no puede comunicarle ahora. Otra persona atenderá la llamada. Adiós."
called_hello: "Hola, le llamamos del 3 1 1 de como pidió. En un momento le atiende una persona."
called_moment: "Un momento, por favor."
called_machine: "Hola, le llamamos del 3 1 1 de como pidió. Volveremos a llamar; conserva su lugar."
called_goodbye: "Gracias por su tiempo. Adiós."
""",
}
# What the agents of such a city read.
DESK = """\
# yaml-language-server: $schema=../docs/schema/desk.json
script:
  open:
    asked: {en: ["{city} 311, this is {agent}."], es: ["311 de {city}, habla {agent}."]}
    call_back: {en: ["This is {agent}. You called us."], es: ["Habla {agent}. Usted nos llamó."]}
  known: {en: "Is it about {service}, at {place}?", es: "¿Se trata de {service}, en {place}?"}
  groups:
    streets: {en: ["Is anybody's way blocked?"], es: ["¿Está bloqueado el paso de alguien?"]}
  place: {en: "Where is it?", es: "¿Dónde es?"}
  which: {en: "What is it about?", es: "¿De qué se trata?"}
  nameless: {en: one of its agents, es: un agente}
  close: {en: ["Is there anything else?"], es: ["¿Hay algo más?"]}
procedure_911:
  en: ["Say: Hang up now and dial 911.", "Do not hang up first."]
  es: ["Diga: Cuelgue ahora y marque el 911.", "No cuelgue primero."]
reasons:
  request: {en: A request, es: Una solicitud}
  other: {en: Something else, es: Otra cosa}
away:
  break: {en: Break, es: Pausa}
vulnerable:
  en: [i am <age> years old, "(on|need) oxygen", no heat ... (baby|newborn)]
  es: [tengo <age> años, "(con|uso) oxígeno", sin calefacción ... (bebé|recién nacido)]
"""
# An example of each of the other documents.
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "flow": ("flows/main.yaml", SMALLEST["flows/main.yaml"]),
    "service": (
        "flows/services/pothole.yaml",
        """\
# yaml-language-server: $schema=../../docs/schema/service.json
code: pothole
name: {en: Pothole, es: Bache en la calle}
menu: {en: potholes, es: baches}
group: streets
agency: transportation
target: 2 days
likelihood: 90
hears:
  en: [pothole, hole in the road]
  es: [bache, hueco en la calle]
place: street
duplicates_within: 50 m
closing: {note: required, photo: required}
questions:
  - code: lane
    ask: {en: "Where in the street is it?", es: "¿En qué parte de la calle está?"}
    type: choice
    required: false
    values:
      travel: {en: a travel lane, es: un carril}
      crosswalk: {en: a crosswalk, es: un cruce peatonal}
""",
    ),
    "city": ("flows/city.yaml", SMALLEST["flows/city.yaml"]),
    "topics": (
        "flows/topics.yaml",
        """\
# yaml-language-server: $schema=../docs/schema/topics.json
topics:
  - code: city_hall_hours
    name: {en: City Hall hours, es: Horario de la alcaldía}
    hears: {en: [when is city hall open], es: [a qué hora abre la alcaldía]}
    answer: {en: "City Hall is open from nine to five.", es: "La alcaldía abre de nueve a cinco."}
""",
    ),
    "desk": ("flows/desk.yaml", DESK),
    "intents": (
        "flows/intents.yaml",
        """\
# yaml-language-server: $schema=../docs/schema/intents.json
intents:
  status: {en: [what about my request], es: [qué pasó con mi solicitud]}
  other: {en: [hello is this the pizza place], es: [bueno, "no, número equivocado"]}
""",
    ),
}


def heard() -> dict[str, str]:
    """The smallest line of a city where callers are recorded and streamed."""
    files = with_nodes(HEARD_NODES)
    more = {"flows/city.yaml": HEARD_CITY, **HEARD_PROMPTS}
    return {file: text + more.get(file, "") for file, text in files.items()}


def with_nodes(nodes: str) -> dict[str, str]:
    """The smallest line with a flow `example` of these nodes, which begins at the first; main leads to it."""
    start = nodes.partition(":")[0]
    body = "".join(f"  {line}\n" for line in nodes.splitlines())
    main = SMALLEST["flows/main.yaml"].replace("es: [adiós]}, goto: bye", f"es: [adiós]}}, goto: example.{start}")
    line = queued() if "  queue: " in nodes else SMALLEST
    return {**line, "flows/main.yaml": main, "flows/example.yaml": f"flow: example\nstart: {start}\nnodes:\n{body}"}


def queued() -> dict[str, str]:
    """The smallest line of a city where callers may wait for a person."""
    more = {"flows/city.yaml": QUEUE_CITY, **QUEUED_PROMPTS}
    files = {file: text + more.get(file, "") for file, text in SMALLEST.items()}
    return {**files, "flows/desk.yaml": DESK}
