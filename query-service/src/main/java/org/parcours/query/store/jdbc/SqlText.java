package org.parcours.query.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A text as the columns hold it. A sender decides which characters a number or a word has and how many, and neither may
 * stop the projection: PostgreSQL's texts have no NUL, UTF-8 no unpaired surrogates, and a row of an index of PostgreSQL
 * at most 2,704 bytes. {@link OriginalTexts} keeps what is changed.
 */
final class SqlText {

    /** Between the values of a key of type TEXTS, in the document's own row. */
    static final char SEPARATOR = '\u001F';

    /** Of each column, so that four in one index are few enough. */
    private static final int MAX_BYTES = 500;

    private static final int KEPT_CHARACTERS = 100;
    private static final char REPLACEMENT = '\uFFFD';

    private SqlText() {}

    /** For a column that no index has. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isStorable(text, i)) {
                return replaceAll(text);
            }
        }
        return text;
    }

    private static String replaceAll(String text) {
        var replaced = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            replaced.append(isStorable(text, i) ? text.charAt(i) : REPLACEMENT);
        }
        return replaced.toString();
    }

    private static boolean isStorable(String text, int index) {
        char character = text.charAt(index);
        if (Character.isHighSurrogate(character)) {
            return index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
        }
        if (Character.isLowSurrogate(character)) {
            return index > 0 && Character.isHighSurrogate(text.charAt(index - 1));
        }
        return character != '\0' && character != SEPARATOR;
    }

    /** For an index: a text that is changed or shortened ends with its hash, so that different texts remain different. */
    static String indexed(String text) {
        var storable = storable(text);
        return storable.equals(text) && fits(text) ? text : beginning(storable) + "…" + hash(text);
    }

    /** With which each text of an index begins that begins with the prefix. After a very long one, others may, too. */
    static String indexedPrefix(String prefix) {
        return beginning(storable(prefix));
    }

    private static boolean fits(String text) {
        return text.length() <= MAX_BYTES / 3
                || text.length() <= MAX_BYTES && text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    private static String beginning(String text) {
        return text.codePointCount(0, text.length()) <= KEPT_CHARACTERS
                ? text
                : text.substring(0, text.offsetByCodePoints(0, KEPT_CHARACTERS));
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
