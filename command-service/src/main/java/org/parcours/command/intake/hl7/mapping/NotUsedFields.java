package org.parcours.command.intake.hl7.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields that Parcours deliberately does not use, each with its reason ({@code hl7/not-used-fields.tsv}), and those
 * that can change the meaning of an entry if they are not read. {@code docs/hl7.md} is generated from the same list.
 */
public final class NotUsedFields {

    private static final Pattern REPETITION = Pattern.compile("\\[\\d+]");

    /** Comments, action codes, statuses, dosage, timing, negations: an entry with one of them unread is marked. */
    private static final Pattern CHANGES_MEANING =
            Pattern.compile("(?:NTE-3|NTE|ORC-1|ORC-5|ORC-16|OBR-11|OBR-25|OBX-5|OBX-6|OBX-8|OBX-11"
                    + "|RX[ADEGO]-\\d+|RXC(?:-\\d+)?|RXR(?:-\\d+)?|TQ[12]-\\d+|SPM-(?:20|21|24)|SCH-25|TXA-(?:17|18|19)|ZBE-4|PID-30|AL1-\\d+|IAM-\\d+"
                    + "|MSH-11|PRB-\\d+|DG1-(?:6|21))(?:\\..*)?");

    private static final Map<String, String> REASONS = read();

    private NotUsedFields() {}

    /** The reason why a path is not used; empty if there is no decision about it. */
    public static Optional<String> reason(String path) {
        String plain = REPETITION.matcher(path).replaceAll("");
        while (true) {
            String reason = REASONS.get(plain);
            if (reason != null) {
                return Optional.of(reason);
            }
            int end = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('-'));
            if (end < 0) {
                return Optional.empty();
            }
            plain = plain.substring(0, end);
        }
    }

    /** Every path with its reason, in the order of the list. */
    public static Map<String, String> reasons() {
        return REASONS;
    }

    static boolean canChangeMeaning(String path) {
        return CHANGES_MEANING.matcher(REPETITION.matcher(path).replaceAll("")).matches();
    }

    private static Map<String, String> read() {
        Map<String, String> reasons = new LinkedHashMap<>();
        try (InputStream stream = NotUsedFields.class.getResourceAsStream("/hl7/not-used-fields.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("hl7/not-used-fields.tsv is not on the class path");
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] columns = line.split("\t", 2);
                        if (columns.length < 2 || reasons.put(columns[0], columns[1]) != null) {
                            throw new IllegalStateException("not-used-fields.tsv: no reason, or twice: " + line);
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("hl7/not-used-fields.tsv", e);
        }
        return reasons;
    }
}
