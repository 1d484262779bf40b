"""Spanish, as it is spoken in the United States."""
# ruff: noqa: E501, SIM905  (lists of words are read and edited as text, a phrase on one line)

from __future__ import annotations

from ivr.understanding.words.vocabulary import Vocabulary

_ASK = "[quiero|quisiera|necesito|puedo|podria|me gustaria|deseo|yo quiero|se puede]"
_PERSON = "[un|una|el|la|otra|algun|alguna|su] (persona|humano|ser humano|agente|operador|operadora|representante|alguien|empleado|empleada|asesor|gente|supervisor|supervisora|encargado|encargada|gerente) [real|de verdad|viva|en vivo|humana|en espanol]"
_WHICH = "[que (hable|habla) [en] (espanol|ingles)|que me (ayude|atienda|entienda)|mas|ahora|ahorita|ya|de esto|sobre esto|[y] no [con] (una|la|esta) maquina]"

_LINKS: dict[str, tuple[str, ...]] = {
    "operator": (
        f"{_ASK} (hablar|comunicarme|platicar|conversar) con {_PERSON}",
        f"(paseme|comuniqueme|conecteme|transfierame|pongame|pasame|comunicame) [a|con] {_PERSON}",
        f"(me|nos) (comunica|pasa|puede pasar|puede comunicar|transfiere|conecta|puede transferir) [a|con] {_PERSON}",
        "(persona|humano|ser humano|agente|operador|operadora|representante|una persona|un operador|una operadora|un agente|alguien que me atienda)",
        "(hay|no hay) (alguien|una persona|algun operador) [ahi|con quien [pueda|puedo] hablar]",
        "[un|una] [alguien|persona] que hable espanol",
        "(un supervisor|una supervisora|el encargado|la encargada|un gerente|el gerente)",
        "no [una|un] (operador|operadora|agente|persona)",
        "(transfierame|comuniqueme|conecteme|pasenme la llamada)",
        "no quiero [hablar con] [una|un|la|el|esta] (maquina|robot|grabacion)",
        "(es|usted es) (una maquina|un robot|una grabacion)",
    ),
    "a_person": (
        f"(quiero|quisiera|necesito|puedo|podria|me gustaria|deseo|prefiero|dejeme|se puede|exijo|preferiria) (hablar|comunicarme|platicar|conversar) con {_PERSON} {_WHICH}",
        f"(paseme|comuniqueme|conecteme|transfierame|pongame|pasame|comunicame|pasenme|(me|nos) (comunica|pasa|puede pasar|puede comunicar|transfiere|conecta|puede transferir)) [a|con] {_PERSON} {_WHICH}",
        f"(quiero|quisiera|necesito|prefiero|deme|exijo|[quiero] que me atienda|[quiero] que me ayude) {_PERSON} {_WHICH}",
        "hay alguien con quien [pueda|puedo] hablar",
    ),
    "no_person": (
        f"[yo|pero|pues] no [quiero|quisiera|necesito|deseo|hace falta|tengo que|ocupo|me gusta|me gustaria] (hablar|comunicarme|platicar|conversar) con {_PERSON}",
        f"[yo|pero|pues] no (quiero|necesito|ocupo|busco|pedi) {_PERSON}",
        f"no me (pase|pasen|comunique|conecte|transfiera|mande|ponga) [a|con] {_PERSON}",
    ),
    "repeat": (
        "[me|lo|puede|podria|me lo|me la] [puede|podria] (repite|repita|repitalo|repetir|repetirlo|repetirme|repitame|repita la pregunta) [eso|otra vez|la pregunta|el numero|las opciones|lo]",
        "(como|que|mande|perdon|como dijo|que dijo|como dice|que dice|que fue lo que dijo|disculpe)",
        "(otra vez|una vez mas|de nuevo|digalo otra vez|digame otra vez|repita)",
        "no (le|lo|te) (escuche|oi|entendi|escucho|oigo|entiendo) [bien]",
        "[no] [digo] que [fue lo que] [me] (pregunto|pregunta|dijo|quiere|quiere saber)",
        "[puede|podria] (hablar|hable|hableme) [un poco] mas (alto|fuerte|recio)",
        "no (escuche|oi|entendi|alcance a oir|alcance a escuchar) [bien|la pregunta]",
    ),
    "back": (
        "[quiero|puedo|quisiera|puede|hay que] (regresar|volver|regrese|vuelva|regresarme) [atras|a la pregunta anterior|a la anterior|para atras|un paso]",
        "(atras|para atras|anterior|la anterior|pregunta anterior|la pregunta anterior|me equivoque|fue un error)",
    ),
    "start_over": (
        "[quiero|puedo|quisiera|vamos a] (empezar|comenzar|iniciar|empecemos|comencemos|empiece) (de nuevo|otra vez|desde el principio|de cero)",
        "[ir|regresar|volver|quiero ir] [a|al] menu principal",
        "(desde el principio|menu principal|de nuevo desde el principio|al principio|volver al inicio|inicio)",
    ),
    "language": (
        "[quiero|puede|puedo|hablo|cambiar|podemos hablar|prefiero|quisiera hablar|habla|cambie] [a|al] [en] (ingles|english)",
        "(cambiar|cambie|cambia) [de|el] idioma",
        "otro idioma",
        "(in english|english please|speak english|i speak english)",
        "no (hablo|speak) (espanol|spanish)",
        "[i] (do not|can not) speak (spanish|espanol)",
        "[sorry] no (spanish|espanol) [please]",
    ),
    "done_yet": (
        "ya [me|nos|lo|la] (arreglaron|repararon|taparon|limpiaron|compusieron|podaron|atendieron|arreglo|reparo)",
        "(cuando|ya) (van a|iban a) (arreglar|reparar|tapar|componer) (lo que|el que|la que) (reporte|pedi)",
    ),
    "help": (
        "(ayuda|ayudeme|necesito ayuda|me puede ayudar|me ayuda|puede ayudarme)",
        "que (puedo|debo|tengo que|opciones tengo) [decir|hacer|contestar|oprimir]",
        "(cuales son (las|mis) opciones|como funciona [esto]|no entiendo [la pregunta]|que significa [eso]|explique|instrucciones|que quiere decir [eso])",
    ),
    "skip": (
        "[puedo|quiero|podemos|prefiero] (saltar|saltarme|omitir|pasar|saltarla|salte|omita) [esta|esa|a la|la] [pregunta|siguiente]",
        "(siguiente|la siguiente|siguiente pregunta|paso|saltar|omitir|sin respuesta|no aplica|nada|nada mas|es todo|ninguno|ninguna)",
        "(prefiero|preferiria) no (decir|contestar|decirlo|responder)",
        "no (quiero|deseo) (contestar|decir|decirlo|responder)",
    ),
    "emergency": ("[es|tengo|hay] [una] emergencia",),
    "slower": (
        "[puede|podria|por favor] (hablar|hable|hableme|ir|vaya|digalo) [un poco] [mas] (despacio|lento|lentamente|despacito)",
        "[habla|le habla|esta es|es|soy] [la|el|una|un] [llamada|operador|operadora|servicio] de (relay|retransmision|relevo) [numero] [...] [con una llamada]",
        "(momentito|segundito|minutito|[espere|espereme|aguarde|deme|permitame] (un|una) (momento|momentito|segundo|segundito|minuto|minutito|ratito)) [dejeme (ver|buscar|checar|pensar|revisar) [bien]]",
        "(espere|espereme|esperese|aguante|aguanteme) [tantito|poquito|un poco|un poquito] [dejeme (ver|buscar|checar|pensar|revisar)]",
        "[espere|espereme] (dejeme|voy a|permitame) (ver|buscar|buscarlo|buscarla|checar|pensar|revisar|traer) [bien|lo|(mis|el|la|los) (lentes|anteojos|papel|numero|recibo|direccion|carta)]",
        "(ahorita|ahora) (le|se lo) digo",
        "(mas despacio|mas lento|muy rapido|habla muy rapido|va muy rapido|despacio|espere|espereme|un momento|mas tiempo|necesito mas tiempo|deme un momento|permitame)",
    ),
}
_LINKS["main_menu"] = _LINKS["start_over"]
_LINKS["agent"] = _LINKS["person"] = _LINKS["operator"]
_LINKS["go_back"] = _LINKS["back"]
_LINKS["spanish"] = _LINKS["english"] = _LINKS["language"]

_LETTERS = {
    "a": "A", "be": "B", "ve": "V", "uve": "V", "ce": "C", "de": "D", "e": "E", "efe": "F", "ge": "G", "hache": "H", "i": "I", "jota": "J",
    "ka": "K", "ca": "K", "ele": "L", "eme": "M", "ene": "N", "o": "O", "pe": "P", "cu": "Q", "erre": "R", "ere": "R", "ese": "S",
    "te": "T", "u": "U", "equis": "X", "ye": "Y", "zeta": "Z", "seta": "Z", "doble ve": "W", "doble u": "W", "doble uve": "W",
    "be grande": "B", "ve chica": "V", "be larga": "B", "ve corta": "V", "i griega": "Y",
}  # fmt: skip

_ADDRESS = "[el|la|del|su|mi|ese|esa] [numero de la|numero de] (numero|direccion|calle|nombre [de la calle]|lugar|cuadra|casa|domicilio|codigo postal) [de la casa|de la calle]"

SPANISH = Vocabulary(
    links=_LINKS,
    unknown=(
        "[la verdad|pues] no [lo] (se|recuerdo|me acuerdo|sabria decirle|tengo idea|lo se|estoy segur*|lo recuerdo|lo tengo) [bien|exactamente|decirle]",
        f"[la verdad|pues|ay|es que|yo] no [me|lo|la] (se|tengo|recuerdo|acuerdo [de]|conozco|sabria decirle|estoy segur*|veo|encuentro) [de] [cual es] {_ADDRESS} [exact*|bien|ahora|ahorita|a la mano|aqui]",
        "(ni idea|quien sabe|no tengo idea|se me olvido|no me acuerdo|desconozco|no sabria decirle|no lo se|no lo tengo)",
        "[no] [pues|fijese|es que] (no|nunca) [me|lo|la] (dieron|dio|dijeron|traigo|trae|alcanzo a ver|alcanzo a leer) [ningun|el|un|mi|ese] [numero|recibo|papel] [de (solicitud|cuenta|reporte|caso)] [ninguno|conmigo|aqui|ahora|ahorita|a la mano|enfrente]",
        "[no] [pues|fijese|es que] [no] [lo|la] (perdi|se me perdio|bote|tire) [el|mi|ese] [numero|recibo|papel] [de (solicitud|cuenta|reporte|caso)]",
        "[no] [pues|fijese] no (hay|tiene|tengo|traigo|me dieron) (ningun|un|el|numero) [numero|recibo|papel] [conmigo|aqui|ahora|ahorita|a la mano]",
    ),
    yes=(
        "si", "sip", "simon", "claro", "claro que si", "por supuesto", "correct*", "exacto", "exactamente", "asi es", "eso es", "eso mero", "(es|esta) (correct*|bien|ciert*|verdad|perfect*)", "todo esta bien",
        "[si] esta (bien|correct*)", "bueno", "de acuerdo", "orale", "andale", "sale [y vale]", "vale", "ok", "okay", "(aja|ajam|uju|mjm|mhm)", "como no", "perfect*", "(creo|pienso|supongo) que si", "efectivamente", "afirmativo",
        "ciert*", "verdad", "seguro", "desde luego", "si (senor|senora|senorita|es|hay|tengo|quiero|por favor|esta bien|lo tengo)", "asi mero", "no hay problema", "por que no", "ya", "yes", "yeah", "adelante", "me parece bien",
        "justo", "si si", "obvio", "bien", "eso", "si correct*",
    ),
    no=(
        "no", "no gracias", "no (es|esta|son|hay|tengo|quiero|senor|senora|senorita|hace falta|asi|necesito)", "no esta (bien|correct*)", "no (es|esta) (correct*|asi|ciert*|verdad|eso|bien)", "incorrect*", "para nada",
        "(claro|por supuesto|creo|pienso) que no", "esta (mal|incorrect*|equivocad*)", "eso no [es|esta bien]", "nel", "tampoco", "negativo", "todavia no", "aun no", "equivocad*", "de ninguna manera", "nunca", "jamas", "mal",
        "falso", "nada de eso", "no asi no es", "ninguno", "ninguna", "nop", "nope", "que va", "no mucho", "nadie [esta] [herido|lastimado|en peligro]", "(todos|todas) [estan|estamos] bien",
    ),
    agrees=(
        "(esta|es|quedo|suena|va|estan|lo veo) [muy|todo|toda] (correct*|bien|perfect*|exact*) (todo|toda|todito|tal cual|asi)", "todo (correct*|exact*|perfect*)", "(le|me|nos) (parece|quedo) (bien|perfect*|correct*)",
        "[yo] no (me opongo|le digo que no|digo que no|voy a decir que no|le voy a decir que no|tengo inconveniente|tengo problema|le hallo error|le veo error)", "(con|mucho) gusto", "dio en el clavo",
        "no [me] (esta|suena|parece|se oye|se ve) [nada] mal [[asi] [si] (esta|todo|va) bien] [asi]", "no (hay|tiene|tengo|veo|le veo) nada [mal|malo] [que|por] [corregir|cambiar|arreglar|agregar|anadir]", "no (hay|tiene|veo|le veo) [nada|ningun|algo] (mal|malo|error*|errores|falla*|equivocacion)",
        "nada (que|por) (corregir|cambiar|arreglar|modificar)", "no (le|lo|la) (cambie|mueva|quite|modifique|toque) nada", "no (se|te) (equivoco|equivocaste|confundio) [en nada|nada]", "no le (falta|falto|sobra) nada",
        "asi (mismito|tal cual|exactito|merito) [como] [lo] (leyo|dijo|dije|anoto)", "[me|lo|la|le] (anoto|apunto|escribio|leyo|repitio|entendio|capto|oyo|escucho|agarro|dijo|tomo|puso) [muy|todo] (bien|perfect*|correctamente|tal cual|exacto|exactito|a la perfeccion)",
        "que si [que] ya [se] [le|lo] dije",
        "[si] [todo] (coincide|concuerda)", "basicamente [si]", "si no (es|le es|hay|le) (molestia|molesta|inconveniente|problema) [si]", "practicamente [si]", "(mandeme|enviemelo|mandemelo|envieme|mandenme) [el|un|los] [mensaje*|texto*]", "(me lo|me la|me los) (puede|pueden) (mandar|enviar|dejar|poner)", "[me] (puede|pueden) (mandarme|mandarmelo|enviarmelo|enviarme)", "no (tengo|veo|hay|le veo) [ningun] (inconveniente|problema|objecion*)", "no veo por que no", "si eso dice",
        "[eso] [si] [mero] es lo que [yo] [le|les|te] (estoy|ando|vengo|estaba) (diciendo|explicando|pidiendo)", "me (gustaria|encantaria|interesa|interesaria|conviene|serviria|parece|sirve|late) [mucho|eso|bien|perfect*|mejor]", "ya lo creo", "como que no claro [que si]", "cuente con eso",
        "todo [esta|quedo] bien (escrit*|anotad*|dich*|puest*)", "[no] si [senor|senora] (es|era) [ahi|asi|la|el] (esa|ese|eso|ahi|asi|correct*|mism*|mera|mero)", "[pues] para que [le|te] (digo|voy a decir) que no [si si|pues si]",
        "(son|estan) (correct*|esos|esas|los mismos|las mismas|bien)", "(es|seria) (el|la|lo) (correct*|mism*|indicad*|que dije|que di|que le di|que es)", "bien (escrit*|anotad*|dich*)", "(exacta|exactas|ciertas|segura|claras)", "esta bien (escrit*|anotad*|dich*|puest*)", "habla (ella|el)", "con (el|ella) habla", "soy (yo|el|ella)", "a sus ordenes", "(siga|sigale|continue|prosiga|proceda)", "(mandelo|hagalo|pongale|registrelo) [asi|pues]", "(ya|todo) (le|lo) (entendio|tiene|anoto) bien", "lo que usted (dijo|dice)", "no (hay|tengo) (duda|ningun problema|queja)",
        "(eso|asi) (creo|parece|me parece|supongo|espero|tengo entendido|dicen)", "creo (eso|que esta bien|que asi es)", "(clarisimo|clarito|cabalito|exactito|certisimo|ciertisimo|segurito)", "como que no", "la pura verdad", "es la verdad", "y si", "a la perfeccion", "esta (ok|okey|bueno)", "de seguro", "seguro si", "hasta donde se si", "se ve bien", "se oye bien", "le doy el si", "parece que si",
        "sipi", "claro [pues] que si", "claro esta", "por supuesto [que si]", "correctisimo", "justamente", "precisamente", "cabal", "positivo", "eso [mero|mismo] es", "eso [mero|mismo]", "asi (mismo|mero|merito|tal cual)",
        "tal cual", "tal como (dijo|lo dijo|dice)", "[si] [todo] [eso|asi] [es|esta|suena|se oye|quedo] (correct*|bien|ciert*|perfect*|bueno) [asi]", "es (verdad|ciert*|ese|esa|eso|ahi)",
        "(ese|esa|eso|ahi|asi) [si|mero|mera|mismo|misma] (es|fue|era|mero|mera|merito)", "andale [pues]", "sale [y vale|pues]", "okey", "va", "va [que] va", "dale [pues]", "arre", "listo", "de una", "ta bien", "ta bueno",
        "(aja|ajam|aha|uju|mjm|mhm|ey|anja)", "que si", "([yo] creo|pienso|supongo|me parece|diria|dije|digo|le dije|le digo|parece|imagino|espero|seguro|obvio|dicho) que si", "en efecto", "verdad que si", "segurisimo",
        "sin duda", "obviamente", "indiscutiblemente", "naturalmente", "usted lo (dijo|ha dicho|acaba de decir)", "lo (dijo|entendio|tiene|anoto|oyo|escucho|leyo) (bien|correctamente|perfect*)",
        "asi (lo dije|dije|le dije|lo escribi)", "[eso|asi] (fue|es) lo que (dije|le dije|quiero|digo|quise decir)", "bien dicho", "no es (incorrect*|falso)", "no hay [ningun] error", "con gusto", "con mucho gusto",
        "si (senor|senora|senorita|es|hay|tengo|quiero|por favor|esta bien|lo tengo|correct*|si)", "no hay [ningun] (problema|duda|inconveniente|pierde)", "sin problema", "yep", "supongo", "claro claro", "la verdad si", "eso si",
        "a huevo", "[como] de que no", "ya (estuvo|vas|rugiste|quedo|esta|sabe que si)", "sobres", "chido", "(ahi|ese|esa|aqui) (mero|merito|mismo|mera|misma)",
        "(absoluta|completa|total|perfecta|cierta|correcta|definitiva|segura|exacta|real|verdadera)mente", "definitivamente", "ciertamente", "totalmente", "completamente", "absolutamente", "perfectamente", "correctamente",
        "seguramente", "sin (lugar a dudas|duda alguna|ninguna duda|falta)", "eso que ni que", "ni duda cabe", "ni hablar que si", "([usted] tiene|lleva) [toda la] razon", "esta en lo (correct*|ciert*)", "(le atino|le dio|atino)",
        "(el|la|lo) (mismo|misma|mero|mera)", "(ese|esa|esta|este) (mismo|misma|es|mero|mera)", "amen", "fino", "chevere", "bacano", "(vaya|eso) que si",
        "(eso|asi) (dice|dije|le dije|lo tengo|lo escribo|se llama|se escribe|me llamo|aparece|quiero|merito|mero)", "(andele|orale|sale|va|dale|claro|vale|bueno|pos|pues|simon|ya) (pues|si)", "andele", "echele", "ande", "hecho",
        "hagalo", "hagale", "dele", "mandelo", "pongalo", "registrelo", "envielo", "si (fue|era|vivo|dice|gracias|esa|ese|senora|mami|papi|hombre|como no|mero)", "(muy|esta muy|todo|todo muy) bien", "perfect* asi",
        "quedo (bien|perfect*|correct*)", "excelente", "de maravilla", "por favor si", "se lo agradezco", "eso quiero", "ya que", "aja (si|eso)", "efectivo", "confirmo", "confirmado", "(esta|es) (confirmado|exacto|acertado)",
        "soy yo", "es mio", "es mia", "es mi (casa|numero|direccion|nombre|calle|telefono)", "de eso se trata", "asi (quedo|esta|fue|va|es la cosa)", "seria (eso|correct*|ese|esa)",
    ),
    denies=(
        "mejor (llameme|llamenme|marqueme|hableme|digame|por telefono|no me)", "prefiero (que no|que me llame|que me hable|que me llamen|llamada|la llamada|otra cosa)", "(ni se moleste|no hace falta|no lo mande|no los mande|no la mande|no mande|no manden)",
        "[usted] no [me|lo|la|le|los|las] (anoto|apunto|escribio|leyo|repitio|entendio|capto|oyo|agarro|dijo|tomo|puso|tiene|copio|pronuncio) [ni|muy|nada|todo] (bien|correct*|como|asi|lo que)",
        "[y] [de] donde [diablos] (saco|agarro|salio|lo saco|la saco|oyo) (eso|ese|esa|usted|tal)", "[usted] no (me|la) escucho [muy] bien", "no esta [muy] mal (escrit*|anotad*|dich*|entendid*|puest*)", "quien le (dijo|dio) (eso|ese|esa|tal)", "[yo] le (pedi|dije|di|estoy diciendo) [...] no (la|el|en|es)",
        "(buena|buen|misma|mismo) (idea|intento|calle|cuadra|numero) pero no", "(la|el) (calle|cuadra|numero|nombre|direccion) si pero (el|la|ese|esa) [...] no", "(va|vas) por (ahi|buen camino) pero no",
        "(ese|esa|eso) no (soy|es|era|fue|son) [yo|mio|mia|mi|mis]", "quise decir [que] [el|la|en]", "[yo] dije (calle|avenida|callejon|que era|que es)", "no se puede",
        "no creo que (sea|fuera|vaya|haya|este) [la|el|lo|muy] [esa|ese|eso|asi|bien|correct*|mism*]", "no creo que [bien|correct*]", "no (recibe|recibo|acepta|agarra|uso|ocupo|leo|manejo) [los|esos|de esos] (mensaje*|texto*)", "[ya] me (cambie|mude) [de (ahi|casa|direccion)]", "ni se [le] parece*", "no he visto (a nadie|nada|a ninguno|ningun*)",
        "ni (loca|de locos|a palos|por nada)", "[no] [asi] no se (escribe|llama|dice|pronuncia|deletrea|apellida|preocupe|moleste|apure|trata) [asi]", "[pues] (para que|pa que) [le|te] (digo|voy a decir) que si [si no|pues no]", "no [gracias] asi (esta|estoy|estamos) bien", "no (me|nos|le) (mande|manden|envie|envien|llame|llamen|escriba|escriban|textee|marque|ponga|anote|apunte)",
        "nadie [esta|estan|salio|quedo|resulto|anda|parece|fue|se ve] (herid*|lastimad*|golpead*|lesionad*|atrapad*|grave|mal|en peligro|adentro)", "nadie se (lastimo|golpeo|hirio|cayo|quemo)",
        "no [me] (es|esta|era|son|estan|suena|parece|quedo|fue|va|se ve|se oye) [...] (bien|correct*|exact*|asi|ciert*|bueno|buena)", "no [me] (es|era|son|fue) (la|el|esa|ese|lo|los|las|mi|mis|esas|esos)", "mal (escrit*|anotad*|dich*|entendid*)", "(esta|estan) [muy|todo|toda] (mal|incorrect*|equivocad*|revuelt*)", "(la|el|lo) (equivocad*|incorrect*)", "no lo creo", "lo dudo", "yo no", "mejor no", "hoy no", "ahora no", "ni de loco", "para que", "no vale la pena",
        "(creo|pienso) que (esta mal|es otro|es otra|se equivoco)", "no (pos|pues|la) [verdad] [es] [que] no", "ni lo mande dios", "mas (arriba|abajo|adelante|atras)", "a la vuelta", "del otro lado", "al otro lado", "la (siguiente|de al lado|otra)", "el (siguiente|de al lado|otro)", "una cuadra (mas|antes|despues)", "yo (vivo|estoy) en (otra|otro)", "no le (atino|dio)", "le erro", "anda (perdido|mal)", "no ciert*", "que no [es|era]",
        "no (es|esta|son|hay|tengo|quiero|senor|senora|senorita|hace falta|asi|necesito|fue|era|fueron)", "no (esta|estuvo|quedo) (bien|correct*)",
        "[todavia] no (es|esta|fue|era) (correct*|asi|ciert*|verdad|eso|bien|ese|esa|ahi|lo que dije|lo que le dije|exact*)",
        "no (exactamente|precisamente|realmente|del todo|tanto|mucho|creo|lo creo|me parece|necesariamente|siempre|hombre|nada|manches)", "en absoluto", "en lo absoluto", "nada que ver",
        "([yo] creo|claro|por supuesto|pienso|supongo|me parece|diria|dije|digo|le dije|le digo|parece|obvio|seguro|desde luego|espero|dicho|temo) que no", "que no",
        "(esta|estan|estas|estuvo|salio|quedo|suena|anda) (mal|incorrect*|equivocad*|errad*|al reves)", "(eso|ese|esa|esto|este|asi|ahi|esas|esos) no [es|fue|era|son|esta bien|mero]", "nel [pastel]", "nones", "(todavia|aun) no",
        "se (equivoco|confundio|equivoca)", "me entendio mal", "[me|lo|la|usted] (entendio|escucho|oyo|anoto|tiene|puso|dijo|leyo|apunto) [muy] mal", "de ninguna (manera|forma)", "de ningun modo",
        "ni (de broma|modo|hablar|loco|pensarlo|en suenos|maiz|de chiste|de chiripa|tantito|por error|al caso|cerca|de cerca)", "mentira", "ningun*", "([yo] no|nunca|jamas) (dije|he dicho|pedi|quise|mencione) [eso|esa|ese|asi]",
        "es [en] [la|el] ... no (en|la|el|es|con)", "(dije|quise decir) ... no", "(es|era) [la|el] (otra|otro)", "al reves", "lo contrario", "al contrario", "casi (pero|no)", "casi", "(es|fue) un error", "hay un error",
        "le falta", "nanay", "ni madres", "ni por asomo", "ni al caso", "ni siquiera", "ni se parece", "(que esperanza|nombre no|no hombre no|como cree|como va a ser)", "(lamentable|desafortunada|desgraciada)mente no",
        "lamentablemente no", "desafortunadamente no", "por desgracia no", "(ay|dios|uy|hombre|hijole|fijese que|la verdad) no", "jamas de los jamases", "nunca jamas",
        "(es|era|esa es|ese es|eso es|seria) (otra|otro|la otra|el otro|la de|el de|la (casa|direccion|calle) de mi (hermana|mama|vecin*|hij*|prim*|suegra)|la vieja|el viejo|la anterior|el anterior|de otra|de otro|diferente|distinto|distinta|de antes|la pasada|del otro lado|de mi (hermana|mama|vecin*|hij*|prim*))",
        "(esa|ese|eso) era", "otra (calle|casa|direccion|cosa|persona)", "otro (numero|nombre|lado|lugar)",
        "(cambio|cambie|corrija|corrijalo|cambielo|borre|borrelo|quite|quitelo|cancele|cancelelo|volteo|puso otr*|escribio mal|le cambio)", "[le|me|se] (falta|falto|sobra|sobro|comio|brinco|salto) un",
        "(no corresponde|no coincide|no concuerda|no cuadra|no va asi|asi no va|no me suena|no vivo ahi|ahi no vivo|no me llamo asi|no lo es|no la es|no son esos|no son esas|no queda ahi|no le veo|no se llama asi)",
        "(hubo|es una) (equivocacion|confusion|error)", "equivocacion", "error", "erroneo", "errada", "chueco", "disparate", "contrario", "lejos de eso", "de eso nada", "nada mas lejos", "(dejelo|dejalo) [asi]", "olvidelo",
        "no (se moleste|se preocupe|hace falta|me interesa|lo necesito|la necesito|haga nada|por ahora|por el momento|gracias)", "ya no", "no ya no", "ni (una|uno|un)", "nadie", "nada",
        "(dije|es|era) [la|el|en] ... (no|y no) (la|el|en|es|era)", "deberia ser", "tendria que ser", "debe ser",
    ),
    unclear=(
        "ya (nomas|nada mas|no mas|solo eso|es todo|seria todo|eso es todo)",
        "si (me|nos) (espera|permite|deja|da|aguanta|repite|explica|dice|ayuda|puede|habla|pregunta|presta|aguarda|tiene)", "si (supiera|tuviera|pudiera|hubiera|fuera|estuviera) [me|lo|la|le]", "si (no me|no le) (llama|llaman|manda|mandan|dice|dicen|contesta|ayuda)",
        "[no] se (oye|escucha|entiende|corta|entrecorta|esta cortando|va) [muy|nada] [bien|mal|entrecortad*|cortad*|nada]", "no hay buena senal", "(le|voy a|dejeme|deje) (pregunto|preguntar*|consulto|consultar*)",
        "[yo] no estaba (ahi|alla|aqui|en casa|presente)", "(eso|ese|esa) no [lo|la] se", "que se yo",
        "no [lo|la|me|le|los|las] he (revisado|checado|visto|preguntado|fijado|contado|leido|medido)", "(si|cuando) (digo|contesto|aprieto|oprimo) que (si|no)", "(dejeme|deje|permitame) (ver|buscar|checar|revisar|mirar|leer)",
        "a ver", "[ahorita|aqui] no (traigo|tengo|encuentro|hallo|veo|cargo) [aqui|puestos] (mis|los|mi) (lentes|anteojos|gafas|espejuelos|papel*|celular|nota*)", "no (veo|alcanzo|miro|distingo) [a ver|a leer] [nada|bien|muy bien] (nada|bien|desde|de aqui|aqui)", "no (alcanzo|alcance) a (ver|leer|distinguir)",
        "mas o menos [si|no]", "no (hablo|cuelgue|me cuelgue|se vaya) [ingles|espanol]", "no hablo", "ni me pregunte", "pregunte*", "como voy a saber", "vaya a saber", "tal vez [si|no]", "talvez", "a lo mejor [si|no]", "quizas [si|no]", "quiza [si|no]", "[pues|la verdad|yo] no [lo] se", "no [le|lo|me|te] sabria decir*", "quien sabe", "depende", "no estoy [muy|tan|bien|del todo] segur*", "(puede|podria|pudiera) ser", "puede que (si|no)", "a veces", "no [le|lo|la|te|me] [la] (entiendo|entendi|escucho|escuche|oigo|oi|recuerdo|se|comprendo)", "no (alcance|alcanzo|pude|puedo) [a] (oir*|escuchar*|entender*|ver*)",
        "regular", "no [me] (acuerdo|recuerdo)", "mande", "(si|no) y (no|si)", "ni (si|no) ni (no|si)", "(si|no) o (no|si)", "no [tengo] [ni] [la menor|la mas minima] idea", "ni idea", "ni fu ni fa", "asi asi", "es posible", "posiblemente", "probablemente", "a ratos", "segun", "[que|como] (dijo|dice|dijiste) [usted|que]", "como que (si|no) [y] [como que] [no|si]", "(repita*|repite*|repetir*)", "(otra vez|de nuevo|una vez mas)", "(espere*|esperame|permitame|aguante*|deme un|dejeme|deje)",
        "un (momento|momentito|segundo|ratito|minuto)", "[no hay] nadie que", "no me (consta|he fijado)", "vaya usted a saber", "sabe dios", "ojala", "que significa", "que quiere decir", "[me] [puede|podria] [hablar|hable|hableme] mas (despacio|lento|fuerte|alto)",
    ),
    echoes=(
        "va", "es (verdad|ciert*|ese|esa|eso|ahi)", "como no", "listo", "vale", "dale", "supongo", "que si", "[esta|es|suena] (bien|bueno|correct*|ciert*|perfect*)", "ey", "ta bien", "ok", "okay",
        "eso", "eso es", "bien", "ya", "justo", "seguro", "verdad", "ciert*", "bueno", "perfect*", "vale", "todo esta bien",
    ),
    enough=(
        "ya (nomas|nada mas|no mas|solo eso|es todo|seria todo|eso es todo)",
        "(eso|eso mero) (es|seria|era) [todo]", "[seria] [es] todo", "(nada|nada mas|nada de nada|nada mas eso|nomas eso|solo eso|ya nada)", "(asi|ya) esta bien", "asi [nomas|nada mas]", "ya no", "ninguna [mas|otra]", "no mas", "(estoy|estamos) bien", "no [tengo|hay] nada [mas] [que (agregar|decir)]",
        "creo que (es|eso es|seria) todo", "nada mas [que yo sepa]", "no [tengo|hay] mas",
    ),
    ongoing=(
        "ahora", "ahorita", "acaba* de", "en este (momento|instante|minuto)", "(esta|estan) pasando", "en curso", "en estos momentos", "(todavia|aun) (esta|estan|sigue|siguen|anda|andan|hay|aqui|ahi|afuera|adentro)", "(sigue|siguen) [aqui|ahi|afuera|adentro|alla|pasando|igual|en|haciendo]",
        "no (se ha|se han|ha|han) (ido|terminado|acabado|parado)",
    ),
    finished=(
        "ahora no", "ahorita no", "no (ahora|ahorita)", "ya no", "ya (paso|termino|acabo|se acabo|se termino|se fue|se fueron|se habia ido|ocurrio|sucedio|no esta|no estan|no hay|no pasa)", "ayer", "anoche", "antier", "anteayer", "antenoche", "la (semana|noche) pasada",
        "el (mes|ano|lunes|martes|miercoles|jueves|viernes|sabado|domingo|fin de semana) [pasado]", "el otro dia", "(hoy en|esta|por|en) la (manana|madrugada)", "esta (manana|madrugada)", "hace [como|mas de|apenas|casi] (un|una|uno|unos|unas|dos|tres|cuatro|cinco|seis|diez|quince|veinte|varios|varias|mucho|rato|ratito|poco|dias|horas|minutos|media)",
        "cuando (llegue|desperte|me desperte|sali|regrese|volvi)", "(se fue|se fueron|se escapo|se escaparon)", "(fue|paso|ocurrio|sucedio) (temprano|antes|ayer|anoche)",
    ),
    stop=frozenset(
        "a al algo ante con de del desde e el ella ellos en entre era es esa ese eso esta este esto estan estoy fue ha han hay he la las le les lo los "
        "me mi mis muy nos o para pero por porque que se ser si sin son su sus te tengo tiene tienen un una uno unos unas y ya yo quiero quisiera necesito favor "
        "hola bueno pues este usted ustedes aqui ahi alla donde cuando como reportar reporte problema ciudad frente mucho mucha muchos muchas gran grande favor alguien".split()
    )
    - frozenset("sin reporte".split()),
    same={
        "banqueta": "acera", "vereda": "acera", "anden": "acera", "hueco": "bache", "hoyo": "bache", "pozo": "bache", "agujero": "bache", "carro": "auto", "coche": "auto",
        "camioneta": "auto", "vehiculo": "auto", "automovil": "auto", "lampara": "luz", "farola": "luz", "foco": "luz", "faro": "luz", "alumbrado": "luz", "bombilla": "luz", "basurero": "bote", "zafacon": "bote", "contenedor": "bote",
        "cubo": "bote", "cesto": "bote", "tambo": "bote", "bote": "bote", "sofa": "mueble", "sillon": "mueble", "refri": "refrigerador", "nevera": "refrigerador", "pasto": "hierba", "zacate": "hierba", "cesped": "hierba", "grama": "hierba", "yerba": "hierba",
        "maleza": "hierba", "monte": "hierba", "raton": "rata", "ratones": "rata", "roedor": "rata", "drenaje": "alcantarilla", "cloaca": "alcantarilla", "coladera": "desague", "sumidero": "desague", "alcantarilla": "alcantarilla",
        "jeringa": "jeringa", "aguja": "jeringa", "jeringuilla": "jeringa", "tumbaron": "caido", "tiraron": "tirar", "tirando": "tirar", "tirado": "tirar", "tirada": "tirar", "botaron": "tirar", "botando": "tirar", "botar": "tirar",
        "robaron": "robo", "robado": "robo", "robar": "robo", "pintaron": "pintar", "grafiti": "grafiti", "graffiti": "grafiti", "pintas": "grafiti", "ruido": "ruido", "musica": "musica", "llanta": "llanta", "goma": "llanta", "recibo": "factura", "cuenta": "factura", "bill": "factura", "biles": "factura",
        "regidero": "sucio", "cochinero": "sucio", "mugre": "sucio", "sucia": "sucio", "recogieron": "recoger", "recogen": "recoger", "recojan": "recoger", "recogio": "recoger", "llevaron": "recoger", "lleven": "recoger", "llevarse": "recoger", "gomero": "llanta", "callejero": "suelto", "quebrado": "roto", "quebrada": "roto", "rota": "roto", "cartera": "cartera", "billetera": "cartera", "monedero": "cartera", "inundo": "inundado", "inundada": "inundado",
        "troca": "auto", "trocas": "auto", "yarda": "patio", "semaforo": "semaforo", "bloque": "cuadra", "derrumbado": "caido", "cayo": "caido", "callo": "caido", "caida": "caido", "podar": "poda", "poden": "poda", "corten": "poda",
    },
    endings=("amientos", "amiento", "aciones", "acion", "mente", "ando", "iendo", "aron", "ieron", "ados", "adas", "idos", "idas", "ado", "ada", "ido", "ida", "ar", "er", "ir", "es", "os", "as", "an", "en", "o", "a", "e", "s"),
    fillers=frozenset("yo es el la los las un una de del a al quiero oprimo opcion numero tecla elijo escojo para mi seria lo que era en".split()),
    ordinal_frame=frozenset("el la lo opcion numero tecla oprimo quiero elijo escojo prefiero de es seria una uno".split()) - frozenset({"uno", "una"}),
    last=frozenset({"ultimo", "ultima"}),
    amounts={"par": 2, "parcito": 2, "parecito": 2, "parsito": 2, "pareja": 2, "ambos": 2, "ambas": 2, "decena": 10, "docena": 12, "ninguno": 0, "ninguna": 0, "nadie": 0, "nada": 0, "media docena": 6},
    months={m: n for n, ms in enumerate("enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre setiembre|octubre|noviembre|diciembre".split("|"), 1) for m in ms.split()},
    weekdays={d: n for n, ds in enumerate("lunes|martes|miercoles|jueves|viernes|sabado sabados|domingo domingos".split("|")) for d in ds.split()},
    days={
        -3: ("trasanteayer", "tras antier", "trasantier", "antes de antier"),
        -2: ("antes de ayer", "anteayer", "antier", "antiayer", "antenoche", "anteanoche", "antes de anoche", "hace un par de dias"),
        -1: ("ayer", "anoche", "ayer en la noche"),
        0: ("hoy", "esta (?:misma )?(?:manana|tarde|noche|madrugada)", "en la madrugada", "hace unos minutos"),
        2: ("pasado manana",),
        7: ("de hoy en ocho",),
    },
    before_hour=("a las", "a la", "a eso de las", "a eso de la", "tipo", "desde las", "eran las", "sobre las", "de las", "las", "era la", "como la", "al dar las"),
    letters=_LETTERS,
    number_frame=frozenset("es el numero de casa direccion mi en seria".split()),
    near=("en la esquina de", "esquina de", "esquina con", "en la interseccion de", "enfrente de", "frente a", "frente al", "cerca de", "cerca del", "al lado de", "al lado del", "junto a", "junto al", "detras de", "atras de", "a un lado de",
          "afuera de", "por la", "por el", "sobre la", "sobre", "en la", "en el", "en los", "en", "por", "a la altura de"),
    street=frozenset("calle avenida av ave boulevard bulevar camino callejon cuadra carretera street avenue road drive lane way court place st rd esquina".split()),
    stops=frozenset("hay esta estan es son fue que se y'a desde porque para donde con cuando pero ya no tiene tienen lleva llevan por favor desde hace anoche ayer hoy me mi".split()) - frozenset({"con", "por"}),
)  # fmt: skip
