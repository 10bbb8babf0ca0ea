package org.parcours.query.documents;

import java.util.Optional;
import org.parcours.query.documents.RtfHtmlWriter.Format;

/**
 * What a group of RTF inherits from the one around it.
 *
 * @param unicodeSkip how many characters stand for one of Unicode, for readers that do not know it ({@code uc})
 * @param skipped a group whose text is not the document's
 * @param inTable whether the paragraph belongs to a cell
 */
record RtfState(
        Format format, int font, int unicodeSkip, boolean skipped, boolean hidden, boolean fontTable, boolean inTable) {

    static final RtfState INITIAL = new RtfState(Format.PLAIN, -1, 1, false, false, false, false);

    RtfState with(Format other) {
        return new RtfState(other, font, unicodeSkip, skipped, hidden, fontTable, inTable);
    }

    RtfState withFont(int other) {
        return new RtfState(format, other, unicodeSkip, skipped, hidden, fontTable, inTable);
    }

    RtfState withUnicodeSkip(int other) {
        return new RtfState(format, font, other, skipped, hidden, fontTable, inTable);
    }

    RtfState asSkipped() {
        return new RtfState(format, font, unicodeSkip, true, hidden, fontTable, inTable);
    }

    RtfState asHidden(boolean other) {
        return new RtfState(format, font, unicodeSkip, skipped, other, fontTable, inTable);
    }

    RtfState asFontTable() {
        return new RtfState(format, font, unicodeSkip, skipped, hidden, true, inTable);
    }

    RtfState inTable(boolean other) {
        return new RtfState(format, font, unicodeSkip, skipped, hidden, fontTable, other);
    }

    /** The state after a control word of format, font or paragraph; any other changes nothing. */
    RtfState after(String word, Optional<Integer> number) {
        boolean on = number.orElse(1) != 0;
        return switch (word) {
            case "pard" -> inTable(false);
            case "intbl" -> inTable(true);
            case "plain" -> with(Format.PLAIN).asHidden(false);
            case "b", "i" -> with(format.with(word, on));
            case "ul", "uldb", "ulw" -> with(format.with("u", on));
            case "ulnone" -> with(format.with("u", false));
            case "strike", "striked", "deleted" -> with(format.with("s", on));
            case "super" -> with(format.with("sub", false).with("sup", on));
            case "sub" -> with(format.with("sup", false).with("sub", on));
            case "nosupersub" -> with(format.with("sup", false).with("sub", false));
            case "f" -> withFont(number.orElse(0));
            case "fonttbl" -> asFontTable();
            case "uc" -> withUnicodeSkip(Math.max(0, number.orElse(1)));
            default -> this;
        };
    }
}
