package org.parcours.command.feeds.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Converts JSON and XML in UTF-16 to UTF-8, so that its readers know one encoding. What is no character (half of a
 * surrogate pair, an odd last byte) becomes bytes that are not UTF-8, so that its message is rejected.
 */
final class Utf16InputStream extends InputStream {

    private static final String FIRST_CHARACTERS = "{[<";
    private static final int NOT_UTF_8 = 0xFF;

    private final InputStream input;
    private final ByteOrder order;
    private final int[] bytes = new int[4];
    private int count;
    private int next;
    private int pendingUnit = -1;

    private Utf16InputStream(InputStream input, ByteOrder order) {
        this.input = input;
        this.order = order;
    }

    /** The input itself where it is not UTF-16, or neither JSON nor XML: HL7 v2 names its encoding in MSH-18. */
    static InputStream toUtf8(InputStream input) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(input, 1 << 16);
        buffered.mark(6);
        byte[] head = buffered.readNBytes(6);
        buffered.reset();
        int mark = head.length < 2 ? 0 : unit(head, 0, ByteOrder.BIG_ENDIAN);
        boolean hasMark = mark == 0xFEFF || mark == 0xFFFE;
        int start = hasMark ? 2 : 0;
        Optional<ByteOrder> order = Optional.<ByteOrder>empty()
                .or(() -> isText(head, start, ByteOrder.LITTLE_ENDIAN)
                        ? Optional.of(ByteOrder.LITTLE_ENDIAN)
                        : Optional.empty())
                .or(() -> isText(head, start, ByteOrder.BIG_ENDIAN)
                        ? Optional.of(ByteOrder.BIG_ENDIAN)
                        : Optional.empty());
        if (order.isEmpty()) {
            return buffered;
        }
        buffered.skipNBytes(start);
        return new Utf16InputStream(buffered, order.get());
    }

    /** Whether JSON or XML begins there, of which the second character is no NUL: that would be UTF-32. */
    private static boolean isText(byte[] head, int start, ByteOrder order) {
        return head.length >= start + 4
                && FIRST_CHARACTERS.indexOf(unit(head, start, order)) >= 0
                && unit(head, start + 2, order) != 0;
    }

    private static int unit(byte[] bytes, int at, ByteOrder order) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        return order == ByteOrder.BIG_ENDIAN ? first << 8 | second : second << 8 | first;
    }

    @Override
    public int read() throws IOException {
        if (next == count) {
            count = 0;
            next = 0;
            convertCharacter();
        }
        return next < count ? bytes[next++] : -1;
    }

    private void convertCharacter() throws IOException {
        int unit = pendingUnit >= 0 ? pendingUnit : readUnit();
        pendingUnit = -1;
        if (unit < 0) {
            return;
        }
        if (unit < 0x80) {
            bytes[count++] = unit;
        } else if (unit < 0x800) {
            bytes[count++] = 0xC0 | unit >> 6;
            bytes[count++] = continuation(unit);
        } else if (Character.isHighSurrogate((char) unit)) {
            convertPair(unit);
        } else if (Character.isLowSurrogate((char) unit)) {
            bytes[count++] = NOT_UTF_8;
        } else {
            bytes[count++] = 0xE0 | unit >> 12;
            bytes[count++] = continuation(unit >> 6);
            bytes[count++] = continuation(unit);
        }
    }

    private void convertPair(int high) throws IOException {
        int low = readUnit();
        if (low < 0 || !Character.isLowSurrogate((char) low)) {
            pendingUnit = low;
            bytes[count++] = NOT_UTF_8;
            return;
        }
        int character = Character.toCodePoint((char) high, (char) low);
        bytes[count++] = 0xF0 | character >> 18;
        bytes[count++] = continuation(character >> 12);
        bytes[count++] = continuation(character >> 6);
        bytes[count++] = continuation(character);
    }

    private static int continuation(int bits) {
        return 0x80 | bits & 0x3F;
    }

    /** -1 at the end. */
    private int readUnit() throws IOException {
        int first = input.read();
        if (first < 0) {
            return -1;
        }
        int second = input.read();
        if (second < 0) {
            // Half of a unit, as half of a surrogate pair.
            return Character.MIN_LOW_SURROGATE;
        }
        return order == ByteOrder.BIG_ENDIAN ? first << 8 | second : second << 8 | first;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
