#!/usr/bin/env python3
"""Make the font files of the letters.

Usage: build.py NotoSerifSC_400Regular.ttf NotoSerifTC_400Regular.ttf \\
                NotoSerifJP_400Regular.ttf SourceSerif4_400Regular.ttf

Needs fontTools (Debian: fonttools). The result depends on nothing but the
inputs and the version of fontTools.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

# Proportional quotes live behind the feature "pwid"; the letters have no
# shaping engine, so these forms get code points of their own.
NARROW = {0x2018: 0xE018, 0x2019: 0xE019, 0x201C: 0xE01C, 0x201D: 0xE01D}


def han(c):
    return 0x3400 <= c <= 0x9FFF or 0xF900 <= c <= 0xFAFF or 0x20000 <= c <= 0x3FFFF


def proportional(font):
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "pwid":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in table.LookupList.Lookup[index].SubTable:
                yield getattr(sub, "ExtSubTable", sub).mapping


def add_narrow(font):
    best = font.getBestCmap()
    for mapping in proportional(font):
        for real, private in NARROW.items():
            glyph = mapping.get(best[real])
            if glyph is None:
                continue
            for t in font["cmap"].tables:
                if t.isUnicode() and t.format != 14:
                    t.cmap[private] = glyph


def rename(font, name):
    """The licence reserves the name of Source Serif for its unchanged files."""
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 6):
            record.string = name


def full_map(font):
    """The letters read the full Unicode map only; fontTools drops one that is not needed."""
    best, tables = font.getBestCmap(), font["cmap"].tables
    if any(t.format == 12 for t in tables):
        return
    full = CmapSubtable.newSubtable(12)
    full.platformID, full.platEncID, full.language, full.cmap = 3, 10, 0, dict(best)
    tables.append(full)


def write(font, codes, name):
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "BASE", "STAT", "vhea", "vmtx", "gasp", "prep"]
    s = subset.Subsetter(options)
    s.populate(unicodes=codes)
    s.subset(font)
    full_map(font)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(name)


def main(sc, tc, jp, latin):
    seen = set()
    for path, name in ((sc, "serif-sc"), (tc, "serif-tc-extra"), (jp, "serif-jp-extra"), (latin, "serif-latin-extra")):
        font = TTFont(path)
        if not seen:
            add_narrow(font)
        has = set(font.getBestCmap())
        codes = has if not seen else {c for c in has - seen if han(c) or path == latin}
        seen |= codes
        if path == latin:
            rename(font, "Lunheng-Latin")
        write(font, codes, name + ".ttf")


main(*sys.argv[1:])
