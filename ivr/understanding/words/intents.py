"""How callers say what is no service and no topic of its own: one phrase a line, by language and intent.

`other` is what the line hears and nobody meant for it: half sentences, the room behind the caller, wrong numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_EN = {
    "status": """
check on a request
check the status
status of my request
status of my service request
what happened to my request
I called about this before and nothing happened
I already reported this
nobody came to fix it yet
I called last week and nobody came
I have a reference number
I have a service request number
when will they fix what I reported
follow up on my complaint
update on my request
my request was closed but it is not fixed
they closed my ticket and it is not done
my case number
I am calling back about a request I made
where is my request
track my request
existing request
how long until my request is done
why was my ticket closed
I made a report and want to know what happened
any news about the problem I reported
calling to see what is going on with my report
check on my report
I put in a ticket and I want to see where it stands
I filed something with you all and never heard back
it says resolved but it ain't resolved
you closed it out and the problem is still there
this is my fourth call about the same problem
I keep calling and nobody does anything about it
when is the crew going to get to mine
somebody was supposed to be here Monday and never showed
the inspector never showed up
did anybody get sent out for what I called about
I was told ten business days and it's way past that
I got a message saying my case is complete
I got an email from you with a request number
I'm following up on something I reported back in the spring
can you look up my complaint
look up my ticket please
I want to know if my service request is still open
is my case still pending
did you all ever finish that job I called in
how far along is the work order
who is handling my case
the number they gave me was
I wrote down a confirmation number
she gave me a tracking number when I called
I want to find out about the pothole I called in
checking on the tree I reported a while back
I reported a broken light and I want to know when they're coming
I asked for a new trash can and it still has not come
I'm still waiting on my bulk pickup that I scheduled
what is taking so long with my request
nothing has been done since I called
reopen my request it was not fixed
has anyone looked at my report yet
I want to know the outcome of my complaint
they never called me back about my request
is there any progress on my case
my neighbor and I both reported it and we're waiting
I did this on the app last month and there's no update
I want to follow up on the complaint I made
I made a complaint in the summer and I never heard anything
I put in a report about the house next door and I want to know did anybody go look at it
somebody took my information and said a crew would be out
the man on the phone told me it would be taken care of by Friday
I've been waiting since last month for somebody to come out
is somebody coming or not
did they ever come out
has a crew been assigned to that
did the inspector go by there yet
when should I expect them
I'd like an update
what's the holdup
I was the one who called about the water
I talked to a woman there who gave me a number for it
my confirmation number starts with two six
the request number is twenty six dash zero zero
""",
    "agent": """
operator
agent
representative
customer service
speak to a real person
talk to somebody
customer service representative
live agent
talk to a human being
transfer me to an agent
I need to speak with someone
let me speak to a person
can I please talk to a live person
get me a human
I don't want to talk to a machine
I hate these automated systems
I'm not talking to no robot
can a real person help me
put somebody on the line
connect me to the call center
is there someone I can speak with
I want to speak to your manager
let me have a supervisor
somebody who works there please
just give me a person
can I get someone to answer
this thing can't understand me I need somebody
stop asking me questions and get me a person
I'd like to speak with a city worker
I need assistance from an agent
could you transfer my call
switch me to the front desk
I can't see the buttons I need a person
I'm too old for this get me somebody to talk to
my English is not good I need a person
I have a speech problem I need to talk to a human
you're not helping me connect me to someone
it's complicated I have to explain it to a person
real person
human
speak with the receptionist
anybody there
I've been pushing zero over and over
""",
    "police": """
police
non emergency police
I need to report a crime
report something to the police
talk to a police officer
file a police report
police matter
speak to police
I heard gun shots last night
shots were fired on my block last night
I need an officer to come take a report
can you connect me to the police department
I want to make a police report
it's not an emergency but I need the police
I need to talk to the district
police non emergency number
somebody committed a crime against me
I need a cop to come by
""",
    "service": """
city services
I want to report a problem
report an issue
make a service request
I need something fixed
I want to make a complaint
file a complaint
request a city service
I need the city to come out
report something
open a new request
make a report
something is broken
I have a complaint about my neighborhood
I need to put in a ticket
I'd like to submit a new request
something needs fixing on my street
I have a problem on my block
there's something wrong outside my house
can the city send somebody to look at something
""",
    "info": """
information
I have a question
I need some information
just a question
general question
can you tell me something
I need to know something
ask a question
who is my council person
what district am I in
how do I contact my city council member
what is the number for the health department
where is the courthouse
how do I get a copy of my marriage certificate
how do I get married at the courthouse
where do I get a death certificate
how do I get a dog license
what time does the farmers market open
when is the next council meeting
how do I start a small business in the city
do I need a license to sell food
do I need a permit for a block party
how do I reserve a picnic pavilion
how do I rent a field for a game
what are the bus routes
how much is the bus fare
when does the recreation center open
what are the hours for the animal shelter
how do I adopt a cat from the shelter
how do I apply for a city job
are you all hiring
where do I pay my water in person
what forms do I need for a homestead credit
where can I get free legal help
are there any English classes
where can I get a flu shot
where can I get food for my family this week
where is the food pantry
how do I get a senior discount card
how can I get a handicap placard
how do I get a parking sticker for my street
where do I get visitor parking passes
how many trash cans can I put out
what can go in the recycling bin
do you take styrofoam for recycling
what is the schedule for yard waste
where can I get rid of an old TV
is the landfill open Sunday
are the schools closed tomorrow
is there a curfew
what time do the parks close
can I have a fire pit in my yard
how late can construction go on
what is the noise ordinance
when do they sweep my street
what is the zip code for
how do I find out who owns a house
how do I appeal my property assessment
where do I vote
what's the deadline to register
how do I request public records
when is tax day for the city
is there help for first time home buyers
what's the phone number for the state unemployment office
how do I get to the airport by train
how do I sign up for summer jobs for my kid
what grants are there for fixing up a house
""",
    "other": """
hello
hello hello is anybody there
hello who is this
hey what's up
can you hear me now
um
uh I don't know
well you know
so yeah anyway
and I was like
I was just
it's just that
okay so what happened was
so basically
never mind
forget it
nothing
oh nothing sorry
I didn't mean to call
I dialed the wrong number
wrong number sorry
oops I must have hit the wrong button
is this Domino's
is this the pharmacy
one order of fried rice to go
two cheeseburgers and a large fries
I need to refill my prescription
what's my account balance
I want to cancel my subscription
is this the cable company my internet is slow
I'm looking for Mike
may I speak to Denise
hold on a second
wait one minute
hang on somebody's at the door
let me call you back
I can't talk right now I'm driving
turn that TV down
stop it put that down
come here baby
get in the car we're late
did you feed the dog yet
what do you want for dinner
I told you to clean your room
no give it to your sister
yes ma'am I'm on the phone
she said he said
that's what I'm talking about
it is what it is
I love that song
this is a nice day
it's so hot out today
what time is it
what's the weather tomorrow
sunny skies with a high near seventy
up next on the evening news
we'll be right back after these messages
call now and get fifty percent off
touchdown with two minutes left in the fourth quarter
bottom of the ninth bases loaded
and the winner is
bum ba da bum
na na na hey hey
do re mi fa
row row row your boat
Mary had a little lamb
once upon a time
mic check
blah blah blah
ha ha ha very funny
are you a robot
tell me a joke
what's your name
how old are you
sing me a song
I'm bored
I love you
shut up
screw you
this is stupid
my nephew graduates on Friday
we're going to the beach this weekend
my son plays football
I had surgery last year
the cat sat on the mat
green ideas sleep
kangaroo
purple monkey
four score and seven years ago
hail Mary full of grace
thank you
thank you bye
goodbye
okay bye
yes
no
okay
sure whatever
maybe
I guess
the thing is
because of the
over there
that one
""",
}

_ES = {
    "status": """
qué pasó con mi solicitud
quiero saber cómo va mi reporte
estado de mi solicitud
ya llamé por esto y no han hecho nada
ya lo había reportado
nadie ha venido
tengo un número de reporte
número de referencia
cuándo van a venir a arreglar lo que reporté
seguimiento de mi queja
cerraron mi caso y no está arreglado
dónde está mi solicitud
mi número de caso
llamé la semana pasada
quiero checar un reporte
una solicitud anterior
consultar mi solicitud
por qué cerraron mi reporte
cuánto tarda mi solicitud
hice un reporte y quiero saber qué pasó
puse una queja y nadie me ha contestado
metí un reporte hace días y sigo igual
dicen que ya lo arreglaron y no es cierto
lo cerraron y el problema sigue ahí
es la cuarta vez que les hablo de lo mismo
les hablo y les hablo y no hacen nada
cuándo me toca a mí
iban a venir el lunes y no llegaron
el inspector nunca llegó
mandaron a alguien para lo que reporté
me dijeron que diez días y ya pasó más
me llegó un mensaje que mi caso está completo
me mandaron un correo con el número de mi solicitud
quiero darle seguimiento a un reporte
me puede buscar mi queja
busque mi reporte por favor
mi caso sigue abierto
está pendiente mi solicitud
ya terminaron el trabajo que pedí
quién está viendo mi caso
el número que me dieron es
apunté un número de confirmación
la muchacha me dio un número cuando llamé
quiero saber del bache que reporté
llamo por el árbol que reporté hace tiempo
reporté una luz fundida y quiero saber cuándo vienen
pedí un bote de basura y todavía no llega
todavía espero que recojan los muebles que pedí que se llevaran
por qué tardan tanto con mi reporte
no han hecho nada desde que llamé
vuelvan a abrir mi reporte no quedó arreglado
ya alguien vio mi reporte
en qué quedó mi queja
no me han regresado la llamada
hay algún avance de mi caso
lo reporté por la aplicación el mes pasado y no sale nada
quiero saber el resultado de mi denuncia a la ciudad
sigo esperando respuesta
quiero darle seguimiento al reporte que hice
le quiero dar seguimiento a una queja
hice una queja en el verano y no me han dicho nada
reporté la casa de al lado y quiero saber si alguien vino a verla
hablé con un señor y me dijo que iban a venir
me dijeron que mandaban una cuadrilla
llevo un mes esperando que vengan
van a venir o no
sí vinieron o todavía no
ya mandaron a alguien
ya pasó el inspector
para cuándo los espero
ya les había llamado por esto mismo
he llamado tres veces y nada
otra vez llamo por lo mismo
yo fui quien llamó por lo del agua
me dieron un número cuando hablé
el número de caso es cero cero dos
el número de la solicitud es veintiséis guion
tengo el número de mi trámite
cómo va mi trámite
hay noticias de mi reporte
cómo va lo mío
qué hubo de mi solicitud
""",
    "agent": """
operadora
operador
agente
representante
hablar con una persona
quiero hablar con alguien
un representante
servicio al cliente
páseme con un agente
alguien que hable español
necesito hablar con un ser humano
comuníqueme con una persona
quiero que me atienda alguien de verdad
no quiero hablar con una máquina
no me gustan las grabaciones
no voy a hablar con un robot
me puede ayudar una persona
póngame a alguien en la línea
páseme con el encargado
quiero hablar con el gerente
con un supervisor por favor
alguien que trabaje ahí
nada más páseme a una persona
esta cosa no me entiende quiero a alguien
ya no me pregunte y páseme a una persona
quiero hablar con un empleado de la ciudad
me puede transferir la llamada
comuníqueme con la recepción
no veo los botones necesito una persona
ya estoy grande para esto quiero hablar con alguien
no hablo bien inglés necesito a alguien
es complicado se lo tengo que explicar a una persona
una persona
un humano
hay alguien ahí que me conteste
páseme con la señorita
con quién puedo hablar
quiero que me conteste gente
llevo rato marcando el cero
transfiérame
transfiera mi llamada
no le entiendo a esta grabación
no entiendo a la máquina
ya me cansé de hablar con la máquina
no sé usar esto póngame a alguien
no oigo bien necesito que alguien me ayude
prefiero hablar con una muchacha
con alguien de carne y hueso
un asesor
quiero un asesor
con un trabajador por favor
me contesta puro disco
no quiero marcar más números
""",
    "police": """
policía
policía que no es emergencia
quiero reportar un delito
hablar con la policía
hacer un reporte de policía
una denuncia
un asunto de la policía
quiero poner una denuncia
que venga un oficial a levantar un reporte
me puede comunicar con la policía
anoche se oyeron disparos en mi cuadra
oí balazos anoche
no es emergencia pero necesito a la policía
necesito un oficial
quiero hablar con un policía
el número de la policía que no es urgente
""",
    "service": """
servicios de la ciudad
quiero reportar un problema
hacer un reporte
una queja
poner una queja
necesito que arreglen algo
pedir un servicio
quiero hacer una solicitud
algo está roto
quiero hacer un reporte nuevo
quiero levantar un reporte
tengo un problema en mi calle
hay algo descompuesto afuera de mi casa
que venga alguien de la ciudad a ver algo
quiero que la ciudad arregle algo
tengo una queja de mi barrio
""",
    "info": """
información
tengo una pregunta
quiero información
una pregunta nada más
necesito saber algo
quería preguntar algo
quién es mi concejal
qué distrito me toca
cuál es el número del departamento de salud
dónde queda la corte
cómo saco copia de mi acta de matrimonio
qué se necesita para casarse por el civil
dónde saco un acta de defunción
cómo saco la licencia de mi perro
a qué hora abre el mercado
cuándo es la próxima junta del concejo
cómo abro un negocio en la ciudad
necesito licencia para vender comida
necesito permiso para una fiesta en la calle
cómo aparto un kiosco del parque
cómo rento una cancha
qué camión me lleva al centro
cuánto cuesta el pasaje
a qué hora abre el centro recreativo
qué horario tiene el refugio de animales
cómo adopto un gato
cómo pido trabajo en la ciudad
hay trabajo con la ciudad
dónde pago el agua en persona
dónde dan ayuda legal gratis
hay clases de inglés
dónde ponen vacunas
dónde regalan comida
dónde hay despensas para la familia
cómo saco la tarjeta de descuento para mayores
cómo saco la placa de discapacitado
cómo saco el permiso de estacionamiento de mi calle
cuántos botes de basura puedo sacar
qué se puede echar en el reciclaje
aceptan unicel en el reciclaje
dónde tiro una televisión vieja
abre el basurero el domingo
hay clases mañana en la escuela
a qué hora cierran los parques
puedo hacer fogata en mi patio
hasta qué hora pueden trabajar en una obra
a qué hora ya no se puede hacer ruido
cuándo barren mi calle
cómo averiguo de quién es una casa
cómo apelo el avalúo de mi casa
dónde me toca votar
hasta cuándo me puedo registrar para votar
cómo pido documentos públicos
hay ayuda para comprar casa
cuál es el teléfono del desempleo
cómo meto a mi hijo a los trabajos de verano
hay ayuda para arreglar la casa
dónde saco una identificación de la ciudad
qué papeles necesito para inscribir a mi niño en la escuela
""",
    "other": """
hola
bueno
bueno quién habla
quién es
me escucha
me oye
este
este pues
eh no sé
pues mire
o sea
y yo estaba
y entonces
lo que pasa
es que
y le dije
y ella me dijo
no nada
olvídelo
nada gracias
ya no
perdón marqué mal
número equivocado
disculpe me equivoqué
se me marcó solo
es la pizzería
una orden de pupusas para llevar
dos tacos de asada y una horchata
quiero surtir mi receta
cuánto tengo en mi cuenta
quiero cancelar mi suscripción
es la compañía del cable se me fue el internet
está Miguel
me pasa a Lupita
busco a doña Carmen
espéreme tantito
un momento por favor
deje contesto la puerta
ahorita le marco
no puedo hablar voy manejando
bájale a la tele
ya cállate
ven para acá mi amor
súbanse al carro ya vámonos
ya comiste
qué vas a querer de cenar
te dije que recogieras tu cuarto
dáselo a tu hermana
estoy en el teléfono
así es la vida
me gusta esa canción
qué bonito día
hace mucho calor hoy
qué hora es
va a llover mañana
cielo despejado con máxima de treinta grados
a continuación las noticias
llame ya y llévese dos por uno
gol gol gol de la selección
penal en el último minuto
y el ganador es
tralalá
los pollitos dicen pío pío pío
había una vez
a ver si se oye
bla bla bla
ja ja ja
eres un robot
cuéntame un chiste
cómo te llamas
cántame algo
estoy aburrido
te quiero mucho
vete al diablo
qué tontería
mi sobrina cumple quince el sábado
vamos a la playa el fin de semana
mi hijo juega fútbol
me operaron el año pasado
el perro de san roque no tiene rabo
plátano
los gatos tienen siete vidas
padre nuestro que estás en el cielo
gracias
gracias adiós
adiós
hasta luego
sí
no
está bien
tal vez
pues a lo mejor
la cosa es
por allá
ese
""",
}


_ABOUT = {
    "status": {
        "en": ("I reported {} a while ago and nobody came", "what's going on with {} I called about"),
        "es": ("reporté lo de {} y nadie ha venido", "qué pasó con lo de {} que reporté"),
    },
}
"""What is said of a service that was asked for before; its menu words stand for {}."""


def _lines(phrases: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    return {intent: tuple(text.strip().splitlines()) for intent, text in phrases.items()}


_EXAMPLES = {"en": _lines(_EN), "es": _lines(_ES)}


def examples(language: str) -> Mapping[str, tuple[str, ...]]:
    """Intent → phrases that mean it, in a language; none in one that is not known."""
    return _EXAMPLES.get(language, {})


def about(language: str, services: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Intent → phrases that mean it and speak of a service, whose names are given."""
    named = tuple(services)
    return {
        intent: tuple(frame.format(name) for name in named for frame in frames.get(language, ()))
        for intent, frames in _ABOUT.items()
    }
