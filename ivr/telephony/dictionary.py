"""Words a call's state is likely to hold: the preset dictionary of its compression.

Changing one byte makes every token sealed before unreadable: calls in progress would go to the operator. So this text
is never edited; a better one comes beside it, under a new key derivation in ivr/telephony/seal.py.
The likeliest stands at the end, where a match costs the fewest bits.
"""

_WORDS = """
the and that there with this from have has been about into over next near corner between front behind across street
avenue road north south east west boulevard lane parkway court place drive hundred twenty thirty forty fifty sixty
seventy eighty ninety water running since yesterday morning night week today please somebody someone nobody house
building alley sidewalk light pole number broken hole car parked white black silver blue red tree branch trash bags
calle avenida esquina entre frente cerca desde ayer hoy noche semana agua basura luz poste hoyo bache casa edificio
que los las una por con para esta hay del
bulk_trash missed_trash trash_can_request rats dirty_alley dirty_street illegal_dumping water_leak storm_drain
flooded_street street_light_out traffic_signal abandoned_vehicle parking_complaint high_grass graffiti tree_down noise
pothole street_repair police_theft police_vandalism police_noise
emergency.start emergency.ask police.start police.matter info.start info.topic status.start status.number
agent.start agent.transfer agent.voicemail agent.message report.start report.service report.group report.questions
report.contact report.texts report.review report.file report.filed report.more place.start place.ask place.confirm
contact.start contact.phone contact.name contact.ask main.welcome main.language main.need main.more
travel parking bike crosswalk location plate color make model since size count details description message
wants_texts anonymous contact phone name caller_number place_kind place_number place_street place_cross
address intersection landmark unknown group topic number service place yes no true false en es +1410555
"""

DICTIONARY = _WORDS.replace("\n", " ").encode()
