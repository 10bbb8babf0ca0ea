package org.parcours.query.timeline;

import java.util.regex.Pattern;

/** How a text of several lines is set. */
final class TextLayout {

    /** Blanks in a row between words, as laboratories align the columns of an antibiogram. */
    private static final Pattern GAP = Pattern.compile("\\S(?: {3,}|\\t)\\S");

    private static final int MIN_ROWS = 2;

    private TextLayout() {}

    static boolean isMultiline(String text) {
        return text.strip().lines().skip(1).findAny().isPresent();
    }

    /** Whether at least two lines are aligned by blanks. */
    static boolean hasColumns(String text) {
        return text.lines()
                        .filter(line -> GAP.matcher(line).find())
                        .limit(MIN_ROWS)
                        .count()
                == MIN_ROWS;
    }
}
