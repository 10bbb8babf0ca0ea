package org.parcours.command.intake.hl7.message;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A message's bytes, decoded. MSH-18 is only a hint: non-ASCII bytes that are valid UTF-8 are decoded as UTF-8, and
 * bytes that are not valid UTF-8 are never decoded as UTF-8, whatever MSH-18 contains.
 *
 * @param charset the detected character set, in which the acknowledgement is written
 */
public record DecodedHl7Text(String text, Charset charset) {

    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** HL7 table 0211. */
    private static final Map<String, Charset> TABLE_0211 = Map.of(
            "ASCII", StandardCharsets.US_ASCII,
            "UNICODE", StandardCharsets.UTF_8,
            "UNICODE UTF-8", StandardCharsets.UTF_8,
            "UTF-8", StandardCharsets.UTF_8,
            "UNICODE UTF-16", StandardCharsets.UTF_16,
            "GB 18030-2000", Charset.forName("GB18030"),
            "BIG-5", Charset.forName("Big5"),
            "KS X 1001", Charset.forName("EUC-KR"));

    private static final Pattern ISO_8859 = Pattern.compile("(?:ISO[ -]?)?8859[/-](\\d{1,2})");
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");

    /** In bytes; no MSH is longer. */
    private static final int MAX_HEADER = 16 << 10;

    public static DecodedHl7Text decode(byte[] bytes) {
        if (hasUtf8Mark(bytes)) {
            return decode(Arrays.copyOfRange(bytes, 3, bytes.length));
        }
        if (hasUtf16Mark(bytes)) {
            return new DecodedHl7Text(new String(bytes, StandardCharsets.UTF_16), StandardCharsets.UTF_16);
        }
        Charset charset = detectCharset(bytes, declaredCharset(bytes));
        return new DecodedHl7Text(new String(bytes, charset), charset);
    }

    /** Decodes the first line only. */
    public static DecodedHl7Text decodeFirstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && (bytes[end] & 0xFF) <= ' ') {
            end++;
        }
        while (end < bytes.length && end < MAX_HEADER && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        return decode(Arrays.copyOf(bytes, hasUtf16Mark(bytes) ? Math.min(bytes.length, MAX_HEADER) : end));
    }

    private static Charset detectCharset(byte[] bytes, Charset declared) {
        boolean beyondAscii = false;
        boolean inC1Range = false;
        for (byte b : bytes) {
            beyondAscii |= b < 0;
            inC1Range |= (b & 0xFF) >= 0x80 && (b & 0xFF) < 0xA0;
        }
        if (!beyondAscii) {
            return declared.equals(StandardCharsets.UTF_16) ? StandardCharsets.US_ASCII : declared;
        }
        if (isValid(bytes, StandardCharsets.UTF_8)) {
            return StandardCharsets.UTF_8;
        }
        boolean declaredUnicode = declared.name().startsWith("UTF-") || declared.equals(StandardCharsets.US_ASCII);
        Charset assumed = declaredUnicode ? StandardCharsets.ISO_8859_1 : declared;
        // 0x80 to 0x9F are control characters in ISO 8859, and printable (œ, Š, €) in windows-1252.
        return assumed.equals(StandardCharsets.ISO_8859_1) && inC1Range && isValid(bytes, WINDOWS_1252)
                ? WINDOWS_1252
                : assumed;
    }

    /** The character set of MSH-18; UTF-8 if it is empty or unknown. */
    private static Charset declaredCharset(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 4096), StandardCharsets.ISO_8859_1).stripLeading();
        if (head.length() < 4) {
            return StandardCharsets.UTF_8;
        }
        String[] fields = LINE_END.split(head, 2)[0].split(Pattern.quote(String.valueOf(head.charAt(3))), -1);
        if (fields.length < 18) {
            return StandardCharsets.UTF_8;
        }
        String name = fields[17].split("~", 2)[0].strip().toUpperCase(Locale.ROOT);
        Matcher isoPart = ISO_8859.matcher(name);
        try {
            return isoPart.matches()
                    ? Charset.forName("ISO-8859-" + isoPart.group(1))
                    : TABLE_0211.getOrDefault(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static boolean isValid(byte[] bytes, Charset charset) {
        try {
            charset.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Whether the bytes begin with the byte order mark of UTF-8. */
    static boolean hasUtf8Mark(byte[] bytes) {
        return beginsWith(bytes, 0xEF, 0xBB, 0xBF);
    }

    private static boolean hasUtf16Mark(byte[] bytes) {
        return beginsWith(bytes, 0xFE, 0xFF) || beginsWith(bytes, 0xFF, 0xFE);
    }

    private static boolean beginsWith(byte[] bytes, int... mark) {
        return bytes.length >= mark.length
                && IntStream.range(0, mark.length).allMatch(i -> Byte.toUnsignedInt(bytes[i]) == mark[i]);
    }
}
