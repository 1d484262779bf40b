"""Kinds of street and directions in every spelling: the Postal Service's Publication 28, appendix C1, and some more."""
# ruff: noqa: E501  (a table of words is read as a table)

from __future__ import annotations

_KINDS = """
alley allee ally aly al|annex anex annx anx|arcade arc|avenue av ave aven avenu avn avnue|bayou bayoo byu|beach bch|bend bnd|bluff bluf blf|bluffs blfs|bottom bot bottm btm|boulevard blvd boul boulv bl
branch br brnch|bridge brdge brg|brook brk|brooks brks|burg bg|burgs bgs|bypass byp bypa bypas byps|camp cp cmp|canyon canyn cnyn cyn|cape cpe|causeway causwa cswy|center cen cent centr centre cnter cntr ctr
centers ctrs|circle cir circ circl crcl crcle|circles cirs|cliff clf|cliffs clfs|club clb|common cmn|commons cmns|corner cor|corners cors|course crse|court ct crt|courts cts|cove cv|coves cvs|creek crk|crescent cres crsent crsnt
crest crst|crossing crssng xing|crossroad xrd|crossroads xrds|curve curv|dale dl|dam dm|divide div dv dvd|drive dr driv drv|drives drs|driveway dwy drwy|estate est|estates ests|expressway exp expr express expw expy|extension ext extn extnsn
extensions exts|fall|falls fls|ferry frry fry|field fld|fields flds|flat flt|flats flts|ford frd|fords frds|forest forests frst|forge forg frg|forges frgs|fork frk|forks frks|fort frt ft|freeway freewy frway frwy fwy
garden gardn grden grdn gdn|gardens gdns grdns|garth grth|gateway gatewy gatway gtway gtwy|glen gln|glens glns|green grn|greens grns|grove grov grv|groves grvs|harbor harb harbr hrbor hbr|harbors hbrs|haven hvn|heights ht hts|highway highwy hiway hiwy hway hwy
hill hl|hills hls|hollow hllw hollows holw holws|inlet inlt|island islnd is|islands islnds iss|isle isles|junction jct jction jctn junctn juncton|junctions jctns jcts|key ky|keys kys|knoll knl knol|knolls knls|lake lk|lakes lks|land|landing lndg lndng lnd|lane ln la|light lgt|lights lgts|loaf lf
lock lck|locks lcks|lodge ldg ldge lodg|loop loops lp|mall|manor mnr|manors mnrs|meadow mdw|meadows mdws medows|mews|mill ml|mills mls|mission missn mssn msn|motorway mtwy|mount mnt mt|mountain mntain mntn mountin mtin mtn|mountains mntns mtns|neck nck|orchard orch orchrd|oval ovl|overpass opas|park prk|parks
parkway parkwy pkway pkwy pky pw|parkways pkwys|pass|passage psge|path paths|pike pikes pk|pine pne|pines pnes|place pl plc|plain pln|plains plns|plaza plz plza|point pt pnt|points pts|port prt|ports prts|prairie pr prr|quay|radial rad radiel radl|ramp rmp|ranch ranches rnch rnchs|rapid rpd|rapids rpds|rest rst|ridge rdg rdge|ridges rdgs
river riv rvr rivr|road rd|roads rds|route rte rt|row|rue|run|shoal shl|shoals shls|shore shoar shr|shores shoars shrs|skyway skwy|spring spg spng sprng|springs spgs spngs sprngs|spur spurs|square sq sqr sqre squ|squares sqrs sqs|station sta statn stn|stravenue stra strav straven stravn strvn strvnue|stream streme strm|street st str strt|streets sts
summit smt sumit sumitt|terrace ter terr tr|throughway trwy thruway|trace traces trce|track tracks trak trk trks|trafficway trfy|trail trails trl trls|trailer trlr|tunnel tun tunel tunl tunls tunnl|turnpike trnpk turnpk tpke tpk|underpass upas|union un|unions uns|valley vally vlly vly|valleys vlys|viaduct vdct via viadct|view vw|views vws|village vill villag villg villiage vlg
villages vlgs|ville vl|vista vis vist vst vsta|walk wlk|walks wlks|wall|way wy|ways|well wl|wells wls|wharf whf|yard yd
"""

KINDS: dict[str, str] = {
    spelling: spellings.split()[0].title()
    for row in _KINDS.strip().splitlines()
    for spellings in row.split("|")
    for spelling in spellings.split()
}
"""Any spelling in lower case → the whole word: "av" → "Avenue"."""

DIRECTIONS: dict[str, str] = {
    spelling: word.title()
    for word, short in {
        "north": "n no nth", "south": "s so sth", "east": "e", "west": "w", "northeast": "ne", "northwest": "nw",
        "southeast": "se", "southwest": "sw",
    }.items()
    for spelling in (word, *short.split())
}  # fmt: skip
"""Any spelling in lower case → the whole word: "n" → "North"."""

KEPT_SHORT = {
    "hwy": "Highway",
    "us": "US",
    "md": "MD",
    "i": "I",
    "nw": "NW",
    "ne": "NE",
    "sw": "SW",
    "se": "SE",
    "jfk": "JFK",
}
"""Words of a name that are not written with one capital."""
