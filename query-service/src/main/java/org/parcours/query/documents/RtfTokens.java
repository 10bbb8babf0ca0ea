package org.parcours.query.documents;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The tokens of RTF: groups, control words, control symbols and bytes of text. */
final class RtfTokens {

    private static final int MAX_WORD = 32;

    enum Kind {
        OPEN,
        CLOSE,
        WORD,
        /** {@code \*} */
        MARK,
        BYTE,
        SYMBOL
    }

    private final byte[] rtf;
    private int position;
    private Kind kind = Kind.SYMBOL;
    private String word = "";
    private Optional<Integer> number = Optional.empty();
    private int value;

    RtfTokens(byte[] rtf) {
        this.rtf = rtf;
    }

    Kind kind() {
        return kind;
    }

    String word() {
        return word;
    }

    Optional<Integer> number() {
        return number;
    }

    /** The byte, or the character of a control symbol. */
    int value() {
        return value;
    }

    /** Skips binary data. */
    void skip(int bytes) {
        position = (int) Math.min(rtf.length, (long) position + Math.max(0, bytes));
    }

    /** Line ends and NUL are not text. Returns false at the end. */
    boolean next() {
        while (position < rtf.length) {
            int next = rtf[position++] & 0xFF;
            switch (next) {
                case '{' -> kind = Kind.OPEN;
                case '}' -> kind = Kind.CLOSE;
                case '\\' -> control();
                case '\r', '\n', 0 -> {
                    continue;
                }
                default -> of(Kind.BYTE, next);
            }
            return true;
        }
        return false;
    }

    private void of(Kind newKind, int newValue) {
        kind = newKind;
        value = newValue;
    }

    private void control() {
        int first = peek();
        if (isLetter(first)) {
            controlWord();
            return;
        }
        position++;
        switch (first) {
            case '\'' -> hexadecimal();
            case '*' -> kind = Kind.MARK;
            case '\\', '{', '}' -> of(Kind.BYTE, first);
            default -> of(Kind.SYMBOL, first);
        }
    }

    private void hexadecimal() {
        int high = Character.digit(peek(), 16);
        position++;
        int low = Character.digit(peek(), 16);
        position++;
        of(Kind.BYTE, high < 0 || low < 0 ? '?' : high * 16 + low);
    }

    private void controlWord() {
        int start = position;
        while (isLetter(peek()) && position - start < MAX_WORD) {
            position++;
        }
        word = new String(rtf, start, position - start, StandardCharsets.US_ASCII);
        int numberStart = position;
        if (peek() == '-') {
            position++;
        }
        while (Character.isDigit(peek()) && position - numberStart < 11) {
            position++;
        }
        number = parse(new String(rtf, numberStart, position - numberStart, StandardCharsets.US_ASCII));
        if (number.isEmpty()) {
            position = numberStart;
        }
        if (peek() == ' ') {
            position++;
        }
        kind = Kind.WORD;
    }

    private static Optional<Integer> parse(String digits) {
        try {
            return Optional.of(Integer.parseInt(digits));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private int peek() {
        return position < rtf.length ? rtf[position] & 0xFF : 0;
    }

    private static boolean isLetter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
