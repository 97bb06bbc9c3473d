#!/usr/bin/env python3
"""Make the font files of the letters.

Usage: build.py NotoSerifSC_400Regular.ttf NotoSerifTC_400Regular.ttf \\
                NotoSerifJP_400Regular.ttf SourceSerif4_400Regular.ttf \\
                NotoSerifSC_600SemiBold.ttf

Needs fontTools (Debian: fonttools). The result depends on nothing but the
inputs and the version of fontTools.
"""
import copy
import sys

from fontTools import subset
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

# Proportional quotes live behind the feature "pwid"; the letters have no
# shaping engine, so these forms get private code points, from which a font of
# signs takes them back to the code points of the quotes.
NARROW = {0x2018: 0xE018, 0x2019: 0xE019, 0x201C: 0xE01C, 0x201D: 0xE01D}

# Signs that no font has, and one that looks like each.
ALIKE = {0x207B: 0xAF, 0x207A: 0x2B, 0x208A: 0x2B, 0x208B: 0x2D, 0x02D7: 0x2D, 0x207C: 0x3D,
         0x223C: 0x7E, 0x22C5: 0xB7, 0x2714: 0x2713}


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


def flatten(font):
    """The PDF library keeps the parts of a composite glyph, but not the parts of its parts."""
    glyphs, table = font.getGlyphSet(), font["glyf"]
    flat = {}
    for name in font.getGlyphOrder():
        if table[name].isComposite():
            record, pen = DecomposingRecordingPen(glyphs), TTGlyphPen(None)
            glyphs[name].draw(record)
            record.replay(pen)
            flat[name] = pen.glyph()
    for name, glyph in flat.items():
        table[name] = glyph


def signs(font, wanted):
    """Give every sign a glyph of its own: copied text then has the sign that was meant."""
    best, cmap = font.getBestCmap(), {}
    order, glyf, hmtx = list(font.getGlyphOrder()), font["glyf"], font["hmtx"]
    for real, source in sorted(wanted.items()):
        name = "sign%04X" % real
        glyf.glyphs[name] = copy.deepcopy(glyf[best[source]])
        hmtx.metrics[name] = hmtx.metrics[best[source]]
        order.append(name)
        cmap[real] = name
    glyf.glyphOrder = order
    font.setGlyphOrder(order)
    for t in font["cmap"].tables:
        t.cmap = dict(cmap)


def write(font, codes, name, wanted=None):
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
    if wanted:
        signs(font, wanted)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(name)


def gb2312():
    """The Han characters of GB 2312, which headings and most names are written with."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(c) for c in (p.decode("gb2312", "ignore") for p in pairs) if c}


def with_narrow(path):
    font = TTFont(path)
    add_narrow(font)
    return font


def main(sc, tc, jp, latin, bold):
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
            flatten(font)
        write(font, codes, name + ".ttf")
    write(with_narrow(sc), {*NARROW.values(), *ALIKE.values()}, "serif-signs.ttf", {**NARROW, **ALIKE})
    write(with_narrow(bold), set(NARROW.values()), "serif-bold-signs.ttf", NARROW)
    has = set(TTFont(bold).getBestCmap())
    write(TTFont(bold), {c for c in has if not han(c)} | gb2312() & has, "serif-bold.ttf")


main(*sys.argv[1:])
