package org.parcours.query.documents;

import java.util.Map;
import java.util.Set;

/** Control words of RTF by what they mean for its text. */
final class RtfControlWords {

    /** Groups without text of the document. */
    static final Set<String> SKIPPED = Set.of(
            "colortbl",
            "stylesheet",
            "info",
            "filetbl",
            "listtable",
            "listoverridetable",
            "revtbl",
            "rsidtbl",
            "xmlnstbl",
            "themedata",
            "colorschememapping",
            "latentstyles",
            "datastore",
            "generator",
            "pgptbl",
            "objdata",
            "objclass",
            "objname",
            "blipuid",
            "fldinst",
            "bkmkstart",
            "bkmkend",
            "sp",
            "sn",
            "sv",
            "shprslt",
            "nonshppict",
            "pn",
            "xe",
            "tc",
            "rxe",
            "template",
            "private",
            "fname",
            "mmath",
            "upr");

    /** Groups that {@code \*} marks, and that contain text or pictures nevertheless. */
    static final Set<String> READ_ALTHOUGH_MARKED = Set.of("shpinst", "shppict", "shptxt", "pict", "footnote");

    static final Map<String, String> CHARACTERS = Map.ofEntries(
            Map.entry("tab", "\t"),
            Map.entry("emdash", "\u2014"),
            Map.entry("endash", "\u2013"),
            Map.entry("emspace", "\u2003"),
            Map.entry("enspace", "\u2002"),
            Map.entry("bullet", "\u2022"),
            Map.entry("lquote", "\u2018"),
            Map.entry("rquote", "\u2019"),
            Map.entry("ldblquote", "\u201C"),
            Map.entry("rdblquote", "\u201D"));

    /** Of which a paragraph ends before, or after. */
    static final Set<String> PARAGRAPH_ENDS = Set.of(
            "par", "sect", "page", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
            "shptxt");

    private RtfControlWords() {}
}
