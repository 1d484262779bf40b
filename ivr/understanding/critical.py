"""What must be heard, whatever a city writes: sentences of every kind of danger, in every language the line speaks.

`ivr check` refuses words by which one of them is not heard: those of CRITICAL as certain, or as a crisis; those of
DOUBTFUL so that at least they may be asked about. They are plain on purpose: a city may write its phrases as it likes,
as long as nobody who says this is taken for a caller with a pothole.
"""

from __future__ import annotations

from collections.abc import Mapping

CRITICAL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "fire": (
            "my house is on fire",
            "the kitchen caught fire",
            "flames are coming out of the roof",
            "there's a fire in the basement",
        ),
        "gas": ("I smell gas", "there's a gas leak", "it smells like gas in here", "they hit a gas line"),
        "carbon_monoxide": ("the carbon monoxide alarm is going off", "my co detector keeps beeping"),
        "explosion": ("there was a big explosion", "a car just exploded"),
        "breathing": ("he's not breathing", "I can't breathe", "she stopped breathing", "the baby is turning blue"),
        "choking": ("my son is choking", "she is choking on a grape"),
        "allergic": ("my throat is closing up", "she's having an allergic reaction"),
        "unconscious": (
            "my wife is unconscious",
            "he passed out on the floor and he won't wake up",
            "she collapsed",
            "he has no pulse",
        ),
        "heart": ("he's having a heart attack", "I have chest pain", "there is pressure in my chest"),
        "stroke": ("my mother is having a stroke", "his face is drooping"),
        "seizure": ("she's having a seizure", "he is foaming at the mouth"),
        "overdose": ("my friend overdosed", "it's a heroin overdose", "he has a needle in his arm"),
        "poisoning": ("my baby swallowed some pills", "she drank bleach"),
        "bleeding": ("he's bleeding", "it won't stop bleeding", "there's blood everywhere"),
        "childbirth": ("her water broke", "my wife is in labor", "the baby is coming"),
        "drowning": ("a kid is drowning", "someone fell in the water", "a car went into the river"),
        "electrocution": ("a man got electrocuted", "there's a live wire on the sidewalk", "the power lines are down"),
        "trapped": (
            "people are trapped inside",
            "he's pinned under a car",
            "the roof collapsed on people",
            "we are stuck in an elevator",
        ),
        "crash": (
            "a woman was hit by a car",
            "a car hit a kid",
            "there's a crash with injuries",
            "a car just flipped over",
        ),
        "weapon": ("a man with a gun", "he has a knife", "he pulled a gun on me"),
        "shooting": ("somebody got shot", "they're shooting", "I hear gunshots"),
        "stabbing": ("he was stabbed", "somebody stabbed my brother"),
        "assault": ("my husband is hitting me", "he's choking her", "a woman is being raped", "he said he'll kill me"),
        "robbery": ("we are being robbed", "there's a robbery in progress", "they are robbing the store"),
        "break_in": (
            "someone is breaking into my house",
            "there's a man inside my house",
            "somebody is kicking in my door",
        ),
        "kidnapping": ("my daughter was kidnapped", "a man grabbed a little girl"),
        "missing_child": ("my son is missing", "I can't find my little girl", "there's a baby locked in a car"),
        "bomb": ("there's a bomb", "it's a bomb threat"),
        "death": ("I found a dead body", "I think he's dead", "she is dying"),
        "help": (
            "I need an ambulance",
            "send the fire department",
            "send the police right now",
            "someone is screaming for help",
        ),
        "fall": ("he fell off the roof", "my mother fell and she can't get up"),
        "animal": ("a dog is attacking a child",),
        "suicide": ("I want to kill myself", "he says he wants to die", "I'm suicidal", "she is going to end her life"),
        "self_harm": ("I want to hurt myself", "she is cutting herself again"),
        "mental_health": ("I'm having a mental breakdown", "he's hearing voices"),
        "addiction": ("I relapsed", "I'm addicted to fentanyl"),
    },
    "es": {
        "fire": (
            "se está quemando mi casa",
            "se prendió la cocina",
            "salen llamas del techo",
            "hay un incendio en el edificio",
        ),
        "gas": ("huele a gas", "hay una fuga de gas", "huele mucho a gas"),
        "carbon_monoxide": ("la alarma de monóxido está sonando",),
        "explosion": ("hubo una explosión", "explotó un tanque"),
        "breathing": ("no respira", "no puedo respirar", "dejó de respirar", "el bebé se puso azul"),
        "choking": ("mi hijo se está ahogando", "se le atoró en la garganta"),
        "allergic": ("se me está cerrando la garganta", "tiene una reacción alérgica"),
        "unconscious": ("mi esposa está inconsciente", "no despierta", "mi papá se desmayó", "no reacciona"),
        "heart": ("le está dando un infarto", "me duele el pecho", "tengo dolor en el pecho"),
        "stroke": ("le está dando un derrame", "se le torció la cara"),
        "seizure": ("está convulsionando", "tiene convulsiones"),
        "overdose": ("tuvo una sobredosis", "se pasó de drogas"),
        "poisoning": ("se tomó muchas pastillas", "mi niño se tragó veneno"),
        "bleeding": ("está sangrando", "no para de sangrar", "hay mucha sangre"),
        "childbirth": ("se le rompió la fuente", "ya viene el bebé", "tengo contracciones"),
        "drowning": ("un niño se está ahogando en la alberca", "alguien se cayó al agua"),
        "electrocution": ("se electrocutó", "se cayó un cable", "hay un cable echando chispas"),
        "trapped": ("hay gente atrapada", "le cayó un árbol", "estamos encerrados en el elevador"),
        "crash": ("atropellaron a un niño", "hay un choque con heridos", "se volteó un carro", "un carro se volteó"),
        "weapon": ("un hombre tiene una pistola", "trae un cuchillo", "me apuntó con un arma"),
        "shooting": ("le dispararon a mi hermano", "se oyen balazos", "están disparando"),
        "stabbing": ("lo apuñalaron", "apuñalaron a un hombre"),
        "assault": ("mi esposo me está pegando", "la está golpeando", "me quiere matar", "me violaron en la calle"),
        "robbery": ("me están asaltando", "están robando la tienda", "me acaban de asaltar"),
        "break_in": ("se están metiendo a mi casa", "hay un hombre adentro de mi casa", "están tumbando la puerta"),
        "kidnapping": ("secuestraron a mi hija", "se llevaron a mi hijo"),
        "missing_child": ("no encuentro a mi hijo", "mi niña desapareció", "hay un bebé encerrado en un carro"),
        "bomb": ("hay una bomba", "es una amenaza de bomba"),
        "death": ("encontré un muerto", "mi papá se está muriendo", "hay un cadáver"),
        "help": (
            "necesito una ambulancia",
            "manden a los bomberos",
            "manden a la policía rápido",
            "alguien está pidiendo ayuda",
        ),
        "fall": ("mi abuelo se cayó del techo", "mi mamá se cayó y no se puede levantar"),
        "animal": ("un perro está atacando a una niña",),
        "suicide": ("me quiero matar", "ya no quiero vivir", "se quiere suicidar", "quiero acabar con mi vida"),
        "self_harm": ("quiero hacerme daño", "se está cortando"),
        "mental_health": ("tengo una crisis nerviosa", "oye voces"),
        "addiction": ("recaí anoche", "estoy enviciado con el fentanilo"),
    },
}
"""language → kind of danger → sentences."""

DOUBTFUL: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {
        "fire": ("something is burning", "there is smoke coming from the basement"),
        "gas": ("it smells like rotten eggs in my apartment", "there is a gas smell in the hallway"),
        "carbon_monoxide": ("everybody is dizzy and the alarm is beeping",),
        "breathing": ("she is breathing funny", "he is gasping"),
        "unconscious": ("my father is slumped over in his chair", "he is not answering me"),
        "stroke": ("he can't move his left arm",),
        "bleeding": ("he got hurt and there is some blood", "my son is injured"),
        "poisoning": ("my daughter swallowed something",),
        "fall": ("my grandmother fell in the bathroom", "there is a man lying on the ground"),
        "electrocution": ("the wires are hanging low over the sidewalk", "the pole is humming and sparking"),
        "trapped": ("the porch is about to collapse",),
        "crash": ("there was a bad accident",),
        "weapon": ("he is armed",),
        "stabbing": ("there was a stabbing",),
        "assault": ("there are people fighting outside", "a man keeps following me"),
        "robbery": ("we got robbed", "somebody snatched my purse"),
        "break_in": ("my door is being broken into",),
        "drowning": ("the water is rising in the basement",),
        "death": ("she has not answered her door in days",),
        "bomb": ("there is a suspicious package",),
        "help": ("this is an emergency", "I have to get to the hospital"),
        "threats": ("I will burn this place down",),
    },
    "es": {
        "fire": ("algo se está quemando", "sale humo del sótano"),
        "gas": ("huele a huevo podrido en mi apartamento",),
        "carbon_monoxide": ("estamos mareados y la alarma está sonando",),
        "breathing": ("respira muy raro", "le falta aire"),
        "unconscious": ("se desmayó en la cocina", "no contesta y no se mueve"),
        "heart": ("siento algo raro en el pecho",),
        "bleeding": ("hay sangre en el piso", "está herido"),
        "poisoning": ("la niña se intoxicó",),
        "fall": ("mi abuelita se cayó", "hay un señor tirado en la calle"),
        "electrocution": ("ese cable da toques",),
        "trapped": ("están atrapados", "estamos encerrados"),
        "crash": ("hubo un accidente", "chocaron en la esquina"),
        "weapon": ("anda armado", "tiene un machete"),
        "shooting": ("se oyeron tiros",),
        "assault": ("hay una pelea afuera",),
        "robbery": ("me robaron ahorita", "nos asaltaron"),
        "break_in": ("se metió un hombre",),
        "missing_child": ("está perdido mi hijo",),
        "death": ("creo que está muerto",),
        "bomb": ("algo explotó",),
        "help": ("es una emergencia", "tengo que ir al hospital", "llamo al 911"),
        "threats": ("lo voy a matar", "voy a quemar esta casa"),
    },
}
"""language → kind of danger → sentences. Here only a phrase counts: what examples teach beside it may change by one."""

EXAMPLES = "examples"
"""The kind by which a city does without examples."""
LEAST: Mapping[str, int] = {"like_danger": 1000, "like_crisis": 300, "like_harmless": 1000}
"""Sentences that must be learned from, in each language: every thousand halved what was missed."""
CRISES = frozenset({"suicide", "self_harm", "mental_health", "addiction"})
"""The kinds that are a crisis."""
KINDS = frozenset(kind for said in (CRITICAL, DOUBTFUL) for kinds in said.values() for kind in kinds) | {EXAMPLES}
"""What may stand under `off`."""
