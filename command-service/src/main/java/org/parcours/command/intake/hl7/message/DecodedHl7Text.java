package org.parcours.command.intake.hl7.message;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A message's bytes, decoded. MSH-18 is only a hint: non-ASCII bytes that are valid UTF-8 are decoded as UTF-8, and
 * bytes that are not valid UTF-8 are never decoded as UTF-8, whatever MSH-18 contains.
 *
 * @param charset the detected character set, in which the acknowledgement is written
 * @param guess what the sender says and what was assumed, where they differ: {@code MSH-18 8859/1 → UTF-8}
 */
public record DecodedHl7Text(String text, Charset charset, Optional<String> guess) {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** In bytes; no MSH is longer. */
    private static final int MAX_HEADER = 16 << 10;

    public static DecodedHl7Text decode(byte[] bytes) {
        return decode(bytes, Optional.empty());
    }

    /** @param configured the character set of the sender's messages, in place of MSH-18 */
    public static DecodedHl7Text decode(byte[] bytes, Optional<Charset> configured) {
        byte[] content = hasUtf8Mark(bytes) ? Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
        Optional<Charset> utf16 = utf16(content);
        if (utf16.isPresent()) {
            String text = new String(content, utf16.get());
            return of(text, utf16.get(), isValid(content, utf16.get()), declared(text, configured));
        }
        String head = new String(content, 0, Math.min(content.length, MAX_HEADER), StandardCharsets.ISO_8859_1);
        return decodeBytes(content, declared(head, configured));
    }

    /** Decodes the first segment only. */
    public static DecodedHl7Text decodeFirstLine(byte[] bytes) {
        char lineEnd = contains(bytes, '\r') ? '\r' : '\n';
        int end = 0;
        while (end < bytes.length && (bytes[end] & 0xFF) <= ' ') {
            end++;
        }
        while (end < bytes.length && end < MAX_HEADER && bytes[end] != lineEnd) {
            end++;
        }
        return decode(Arrays.copyOf(bytes, utf16(bytes).isPresent() ? Math.min(bytes.length, MAX_HEADER) : end));
    }

    private static DeclaredCharsets declared(String head, Optional<Charset> configured) {
        return configured.map(DeclaredCharsets::configured).orElseGet(() -> DeclaredCharsets.ofHeader(head));
    }

    private static DecodedHl7Text decodeBytes(byte[] bytes, DeclaredCharsets declared) {
        Optional<Charset> stated = declared.charsets().stream()
                .filter(charset -> !isUtf16(charset))
                .findFirst();
        if (!contains(bytes, b -> b < 0)) {
            Charset charset = stated.orElse(StandardCharsets.UTF_8);
            return new DecodedHl7Text(new String(bytes, charset), charset, Optional.empty());
        }
        MixedText utf8 = MixedText.of(bytes);
        // A text that a sender has cut within a character, or copied from elsewhere, does not change the others.
        if (utf8.invalid() == 0 || utf8.valid() > utf8.invalid()) {
            return of(utf8.text(), StandardCharsets.UTF_8, utf8.invalid() == 0, declared);
        }
        Charset charset = singleByteCharset(bytes, stated);
        return of(new String(bytes, charset), charset, isValid(bytes, charset), declared);
    }

    private static Charset singleByteCharset(byte[] bytes, Optional<Charset> stated) {
        Charset assumed = stated.filter(charset ->
                        !charset.equals(StandardCharsets.UTF_8) && !charset.equals(StandardCharsets.US_ASCII))
                .orElse(StandardCharsets.ISO_8859_1);
        boolean western =
                assumed.equals(StandardCharsets.ISO_8859_1) || assumed.name().equals("ISO-8859-15");
        // 0x80 to 0x9F are control characters in ISO 8859, and printable (œ, Š, €) in windows-1252.
        boolean inC1Range = contains(bytes, b -> (b & 0xFF) >= 0x80 && (b & 0xFF) < 0xA0);
        return western && inC1Range && isValid(bytes, WINDOWS_1252) ? WINDOWS_1252 : assumed;
    }

    private static DecodedHl7Text of(String text, Charset charset, boolean valid, DeclaredCharsets declared) {
        boolean asDeclared = valid && declared.include(charset);
        return new DecodedHl7Text(
                text,
                charset,
                asDeclared
                        ? Optional.empty()
                        : Optional.of(declared.origin() + " → " + charset.name() + (valid ? "" : ", invalid bytes")));
    }

    /** With a byte order mark, or with an M in two bytes. */
    private static Optional<Charset> utf16(byte[] bytes) {
        if (beginsWith(bytes, 0xFE, 0xFF) || beginsWith(bytes, 0xFF, 0xFE)) {
            return Optional.of(StandardCharsets.UTF_16);
        }
        if (beginsWith(bytes, 0, 'M', 0, 'S')) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return beginsWith(bytes, 'M', 0, 'S', 0) ? Optional.of(StandardCharsets.UTF_16LE) : Optional.empty();
    }

    private static boolean isUtf16(Charset charset) {
        return charset.name().startsWith("UTF-16");
    }

    private static boolean isValid(byte[] bytes, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean contains(byte[] bytes, char c) {
        return contains(bytes, b -> b == c);
    }

    private static boolean contains(byte[] bytes, IntPredicate test) {
        for (byte b : bytes) {
            if (test.test(b)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the bytes begin with the byte order mark of UTF-8. */
    static boolean hasUtf8Mark(byte[] bytes) {
        return beginsWith(bytes, 0xEF, 0xBB, 0xBF);
    }

    private static boolean beginsWith(byte[] bytes, int... mark) {
        return bytes.length >= mark.length
                && IntStream.range(0, mark.length).allMatch(i -> Byte.toUnsignedInt(bytes[i]) == mark[i]);
    }

    /**
     * The bytes as UTF-8, in which a byte that belongs to no character is read as windows-1252.
     *
     * @param valid the number of characters that are not ASCII
     * @param invalid the number of bytes that belong to none
     */
    private record MixedText(String text, int valid, int invalid) {

        static MixedText of(byte[] bytes) {
            CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
            ByteBuffer in = ByteBuffer.wrap(bytes);
            // No UTF-8 sequence has more characters than bytes.
            CharBuffer out = CharBuffer.allocate(bytes.length);
            int invalid = 0;
            for (CoderResult result = decoder.decode(in, out, true);
                    result.isError();
                    result = decoder.decode(in, out, true)) {
                for (int i = 0; i < result.length(); i++) {
                    out.put(new String(new byte[] {in.get()}, WINDOWS_1252));
                    invalid++;
                }
            }
            String text = out.flip().toString();
            int beyondAscii = (int) text.codePoints().filter(c -> c >= 0x80).count();
            return new MixedText(text, beyondAscii - invalid, invalid);
        }
    }
}
