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
que los las una por con para esta hay del abandoned_vehicle alley_repair animal_cruelty barking_dog building_permit
bulk_trash city_employee dead_animal debris_in_road dirty_alley dirty_street flooded_street food_facility graffiti
high_grass homeless_outreach hydrant illegal_dumping liquor_complaint missed_recycling missed_trash needles no_water
noise park_maintenance parking_complaint pavement_marking police_loitering police_lost_property police_noise
police_other police_report_followup police_theft police_vandalism pothole property_maintenance property_sanitation
public_trash_can rats scooter_complaint sewer_backup sewer_overflow sidewalk_repair snow_ice storm_drain stray_animal
street_light_damaged street_light_out street_repair street_sign street_sweeping traffic_signal trash_can_request
tree_down tree_inspection vacant_building water_bill water_leak water_quality status.looked status.which
status.how_it_stands status.fixed status.more status.start info.more info.which info.start police.danger police.which
police.chosen police.named police.start emergency.wait emergency.after emergency.start agent.busy agent.no_answer
agent.closed agent.message agent.message_file agent.offer agent.connect agent.start report.which_group
report.which_service report.again_which report.named report.again report.questions report.start request.more
request.filed request.file request.check request.details request.contact request.questions request.start contact.how
contact.how_hidden contact.other contact.texts contact.done details.start details.done questions.again questions.start
place.heard place.ask place.done place.start main.goodbye main.more main.other_language main.language main.welcome
main.need/0 main.need suspect_description business_name incident_when animal_kind vehicle_description plate
pole_number collection_day set_out_by_six pickup_point missed_extent into_building announcement intersection landmark
address unknown other group topic recording reference doubted status received agency transportation public_works
number due 2026-11-2 26-20000 phone +14105550 +1443 +1410 anonymous service details place_said place_kind address
place_number place_street place_cross place yes no en es request.more/0| contact.texts/0|request.contact,0,next
contact.how/0| details.start/0|request.details,0,next place.ask/0|request.start,0,next
questions.start/0|request.questions,0,next main.need/0| caller known texts contact_known this
"""

DICTIONARY = _WORDS.replace("\n", " ").encode()
