package org.parcours.command.intake.hl7.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parcours.command.intake.MediaTypeDetector;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;

/**
 * Encapsulated data (ED: source, type, subtype, encoding, data), decoded by the declared encoding, or by its content
 * where none is declared. Line ends and blanks in base64 and hexadecimal data mean nothing, and padding may be missing.
 *
 * @param text the data as sent
 * @param bytes empty if the data is not in the declared encoding
 */
record EncapsulatedData(String type, String subtype, String encoding, String text, Optional<byte[]> bytes) {

    private static final Pattern NO_DATA = Pattern.compile("^\\s*data:[^,]{0,100},|[\\s~]+", Pattern.CASE_INSENSITIVE);
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final Pattern BASE64_ALPHABET = Pattern.compile("[A-Za-z0-9+/]+=*(?:\\.\\.\\.|…)?");
    private static final Pattern HEXADECIMAL_ALPHABET = Pattern.compile("[0-9A-Fa-f]+");

    /** The documents of one OBX: a repetition that does not begin like encapsulated data continues the data. */
    static List<EncapsulatedData> of(Hl7Segment obx) {
        List<Hl7FieldRepetition> repetitions = obx.repetitions(5);
        boolean several = repetitions.stream().allMatch(EncapsulatedData::hasData);
        if (several) {
            return repetitions.stream()
                    .map(repetition -> of(repetition, repetition.wholeTextFrom(5)))
                    .filter(data -> !data.text().isBlank())
                    .toList();
        }
        String text = repetitions.getFirst().wholeTextFrom(5)
                + repetitions.stream()
                        .skip(1)
                        .map(repetition -> "~" + repetition.wholeText())
                        .collect(Collectors.joining());
        return text.isBlank() ? List.of() : List.of(of(repetitions.getFirst(), text));
    }

    /** Whether at least the alphabet is right: the data was cut off. */
    boolean isTruncated() {
        String compact = compact(text);
        return switch (encoding) {
            case "hex" -> HEXADECIMAL_ALPHABET.matcher(compact).matches();
            case "base64" -> BASE64_ALPHABET.matcher(compact).matches();
            default -> false;
        };
    }

    String mediaType() {
        return bytes.map(content -> MediaTypeDetector.of(content, type, subtype))
                .orElse(MediaTypeDetector.UNKNOWN);
    }

    private static boolean hasData(Hl7FieldRepetition repetition) {
        return !repetition.rawFrom(5).isBlank();
    }

    private static EncapsulatedData of(Hl7FieldRepetition field, String text) {
        field.markAllRead();
        String encoding = field.text(4).toLowerCase(Locale.ROOT).replace("-", "");
        return new EncapsulatedData(
                field.text(2).toLowerCase(Locale.ROOT),
                field.text(3).toLowerCase(Locale.ROOT),
                encoding,
                text,
                decode(encoding, text));
    }

    private static Optional<byte[]> decode(String encoding, String text) {
        return switch (encoding) {
            case "base64", "b64" -> base64(text);
            case "hex" -> hexadecimal(text);
            default -> {
                byte[] plain = text.getBytes(StandardCharsets.UTF_8);
                yield MediaTypeDetector.ofContent(plain).isPresent()
                        ? Optional.of(plain)
                        : Optional.of(base64(text)
                                .filter(bytes ->
                                        MediaTypeDetector.ofContent(bytes).isPresent())
                                .orElse(plain));
            }
        };
    }

    private static Optional<byte[]> base64(String text) {
        String compact = compact(text);
        String unpadded = compact.replaceAll("=+$", "");
        if (!BASE64.matcher(compact).matches() || unpadded.length() % 4 == 1) {
            return Optional.empty();
        }
        return Optional.of(Base64.getDecoder().decode(unpadded));
    }

    private static Optional<byte[]> hexadecimal(String text) {
        String compact = compact(text);
        return HEXADECIMAL_ALPHABET.matcher(compact).matches() && compact.length() % 2 == 0
                ? Optional.of(HexFormat.of().parseHex(compact))
                : Optional.empty();
    }

    /** Without what is no data: blanks, repetition delimiters between the parts of one text, and the head of a data URI. */
    private static String compact(String text) {
        return NO_DATA.matcher(text).replaceAll("");
    }
}
