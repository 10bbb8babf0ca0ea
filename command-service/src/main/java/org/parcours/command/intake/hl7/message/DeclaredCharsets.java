package org.parcours.command.intake.hl7.message;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.InvisibleCharacters;

/**
 * What a sender says about its character set: MSH-18, or the configuration for its application in its place.
 *
 * @param origin what says it, for a person: {@code MSH-18 8859/1}
 * @param stated whether anything is said
 * @param charsets those of the names that are known, in their order; MSH-18 repeats
 */
record DeclaredCharsets(String origin, boolean stated, List<Charset> charsets) {

    /** HL7 table 0211, without the parts of ISO 8859. */
    private static final Map<String, String> TABLE_0211 = Map.of(
            "ASCII", "US-ASCII",
            "UNICODE", "UTF-8",
            "UNICODE UTF-8", "UTF-8",
            "UNICODE UTF-16", "UTF-16",
            "ISO IR14", "ISO-2022-JP",
            "ISO IR87", "ISO-2022-JP",
            "ISO IR159", "ISO-2022-JP-1",
            "GB 18030-2000", "GB18030",
            "BIG-5", "Big5",
            "KS X 1001", "EUC-KR");

    private static final Pattern ISO_8859 = Pattern.compile("(?:ISO[ _-]?)?8859[ /_-]?(\\d{1,2})");
    private static final Pattern LINE_END = Pattern.compile("[\\r\\n]");
    private static final int MAX_NAME = 40;

    static DeclaredCharsets configured(Charset charset) {
        return new DeclaredCharsets("parcours.hl7.charsets " + charset.name(), true, List.of(charset));
    }

    /** @param head the beginning of the message, in which only the ASCII characters need to be right */
    static DeclaredCharsets ofHeader(String head) {
        String header = InvisibleCharacters.stripLeading(head);
        String[] fields = header.length() < 4
                ? new String[0]
                : LINE_END.split(header, 2)[0].split(Pattern.quote(header.substring(3, 4)), -1);
        String declared = fields.length < 18 || fields[17].equals("\"\"") ? "" : fields[17].strip();
        String repetition = fields.length > 1 && fields[1].length() > 1 ? fields[1].substring(1, 2) : "~";
        List<Charset> charsets = Arrays.stream(declared.split(Pattern.quote(repetition)))
                .map(DeclaredCharsets::charset)
                .flatMap(Optional::stream)
                .toList();
        return new DeclaredCharsets("MSH-18 " + printable(declared), !declared.isEmpty(), charsets);
    }

    /** Whether the charset is as the sender says, or the sender says nothing and it is the usual one. */
    boolean include(Charset charset) {
        return stated
                ? charsets.stream().anyMatch(declared -> family(declared).equals(family(charset)))
                : charset.equals(StandardCharsets.UTF_8);
    }

    /** Byte orders of UTF-16 are not distinguished: the byte order mark states them. */
    private static String family(Charset charset) {
        return charset.name().startsWith("UTF-16") ? "UTF-16" : charset.name();
    }

    private static Optional<Charset> charset(String declared) {
        String name = declared.strip().toUpperCase(Locale.ROOT);
        Matcher isoPart = ISO_8859.matcher(name);
        String known = isoPart.matches() ? "ISO-8859-" + isoPart.group(1) : TABLE_0211.getOrDefault(name, name);
        try {
            return Optional.of(Charset.forName(known)).filter(DeclaredCharsets::isUsable);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The acknowledgement is written in it; the header was read as ASCII. */
    private static boolean isUsable(Charset charset) {
        return charset.canEncode()
                && (charset.name().startsWith("UTF-16")
                        || new String(new byte[] {'M', 'S', 'H', '|'}, charset).equals("MSH|"));
    }

    private static String printable(String name) {
        String clean = name.replaceAll("[^A-Za-z0-9 /~._-]", "?");
        return clean.isEmpty() ? "-" : clean.substring(0, Math.min(MAX_NAME, clean.length()));
    }
}
