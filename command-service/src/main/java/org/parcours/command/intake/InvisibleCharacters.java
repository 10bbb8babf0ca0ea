package org.parcours.command.intake;

/**
 * Blanks of any kind and characters that are not seen: the byte order mark, the zero width and no-break spaces, control
 * characters. Around a value they are never part of it: {@code 123} and {@code 123} with a no-break space look the same.
 */
public final class InvisibleCharacters {

    private static final char VERTICAL_TAB = 0x0B;
    private static final char DELETE = 0x7F;

    /** Zero width space, word joiner, byte order mark; embeddings, overrides and isolates of the direction of writing. */
    private static final String WITHOUT_MEANING =
            "\u200B\u2060\uFEFF\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    private InvisibleCharacters() {}

    public static String strip(String text) {
        int end = text.length();
        while (end > 0 && isInvisible(text.charAt(end - 1))) {
            end--;
        }
        return stripLeading(text.substring(0, end));
    }

    public static String stripLeading(String text) {
        int start = 0;
        while (start < text.length() && isInvisible(text.charAt(start))) {
            start++;
        }
        return text.substring(start);
    }

    /**
     * Without the control characters that no text contains, and without those that reverse what follows them: 139 must not
     * be read as 931. Tabs and line ends are kept, page ends are line ends.
     */
    public static String withoutControls(String text) {
        if (text.chars().noneMatch(InvisibleCharacters::isControl)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        for (char c : text.toCharArray()) {
            if (c == VERTICAL_TAB || c == '\f') {
                clean.append('\n');
            } else if (!isControl(c)) {
                clean.append(c);
            }
        }
        return clean.toString();
    }

    private static boolean isControl(int c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == DELETE || WITHOUT_MEANING.indexOf(c) >= 0;
    }

    private static boolean isInvisible(char c) {
        return Character.isWhitespace(c)
                || Character.isSpaceChar(c)
                || Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT;
    }
}
