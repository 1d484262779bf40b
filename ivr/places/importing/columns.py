"""What a column of street data is called: by the Census Bureau, by Esri's and NG911's models, by cities."""
# ruff: noqa: E501  (a table of words is read as a table)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

SPELLINGS: dict[str, tuple[str, ...]] = {
    role: tuple(spellings.split())
    for role, spellings in {
        "name": "feanme fename feaname basename stname streetname streetnam strname roadname rdname name stnam street road",
        "full": "fullname fullnameabbrv fullstname fullstreetname fullstreet streetfull stnamefull stfull label lstname",
        "prefix": "dirpre predir predirabrv predirection stpredir fedirp dirprefix prefixdirection prefix predirect dir pd",
        "pretype": "pretyp pretypabrv pretype stpretyp",
        "suffix": "featype fetype suftype suftyp suftypabrv sttype stpostyp posttype strtype streettype streettyp roadtype"
        " suffixtype sttypes type sfx stsuffix suffix",
        "tail": "dirsuf sufdir sufdirabrv stposdir postdir fedirs suffixdir suffixdirection dirsuffix sd",
        "also": "alias aliasname alias1 altname altstname alternatename alt1name stalias oldname",
        "kind": "subtype mtfcc roadmtfcc edgemtfcc roadclass streetclass featureclass fcc class category",
        "left_from": "lfromhn lfromadd lfromaddr fraddl ladd1 leftadd1 lfadd lfaddr fromaddrl fromaddressleft leftfrom leftfromaddress"
        " fromleft lfrom llowadd llow llowhn laddfrom lstart addrlf",
        "left_to": "ltohn ltoadd ltoaddr toaddl ladd2 leftadd2 ltadd ltaddr toaddrl toaddressleft leftto lefttoaddress toleft lto"
        " lhighadd lhigh lhighhn laddto lend addrlt",
        "right_from": "rfromhn rfromadd rfromaddr fraddr radd1 rightadd1 rfadd rfaddr fromaddrr fromaddressright rightfrom"
        " rightfromaddress fromright rfrom rlowadd rlow rlowhn raddfrom rstart addrrf",
        "right_to": "rtohn rtoadd rtoaddr toaddr radd2 rightadd2 rtadd rtaddr toaddrr toaddressright rightto righttoaddress toright rto"
        " rhighadd rhigh rhighhn raddto rend addrrt",
        "parity_left": "parityl leftparity lparity",
        "parity_right": "parityr rightparity rparity",
        "wkt": "wkt thegeom geom geometry shape wktgeometry",
        "lon": "lon longitude lng long x pointx",
        "lat": "lat latitude y pointy",
        "lon0": "lon0 lonfrom fromlon startlon x0 fromx startx xfrom",
        "lat0": "lat0 latfrom fromlat startlat y0 fromy starty yfrom",
        "lon1": "lon1 lonto tolon endlon x1 tox endx xto",
        "lat1": "lat1 latto tolat endlat y1 toy endy yto",
        "lonm": "lonm lonmid midlon",
        "latm": "latm latmid midlat",
        "area": "name areaname label neighborhood neighbourhood nbhdname nbhd nbrdesc district districtname distname dist council"
        " councildistrict areanumbe policedistrict precinct namelsad id",
    }.items()
}
"""What a column may hold → its spellings, letters and digits alone, the better first."""


class NoSuchColumn(ValueError):
    """A column was given to a role there is not."""


def found(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Role → column, for the roles these columns fill; what was given wins. NoSuchColumn: a role that is none."""
    plain = {_plain(column): column for column in reversed(columns)}
    roles = {
        role: plain[spelling]
        for role, spellings in SPELLINGS.items()
        if (spelling := next((each for each in spellings if each in plain), None))
    }
    for role, column in given.items():
        if role not in SPELLINGS:
            raise NoSuchColumn(f"there is no column for {role!r}; there are {', '.join(SPELLINGS)}")
        if _plain(column) in plain:
            roles[role] = plain[_plain(column)]
    return roles


def _plain(column: str) -> str:
    return re.sub(r"[^a-z0-9]", "", column.lower())
