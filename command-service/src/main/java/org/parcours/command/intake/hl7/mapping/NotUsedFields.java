package org.parcours.command.intake.hl7.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * A decision not to use a field.
     *
     * @param messages the message codes that it holds for: {@code *}, {@code ORU,OUL}, or {@code !ADT} for all others
     */
    public record Decision(String path, String messages, String reason) {

        boolean appliesTo(String messageCode) {
            if (messages.equals("*")) {
                return true;
            }
            boolean negated = messages.startsWith("!");
            boolean listed =
                    List.of(messages.substring(negated ? 1 : 0).split(",")).contains(messageCode);
            return listed != negated;
        }
    }

    private static final Map<String, List<Decision>> DECISIONS = read();

    private NotUsedFields() {}

    /**
     * The reason why a path is not used; empty if there is no decision about it.
     *
     * @param messageCode MSH-9.1
     */
    public static Optional<String> reason(String messageCode, String path) {
        String plain = REPETITION.matcher(path).replaceAll("");
        int dot = plain.indexOf('.');
        if (dot >= 0) {
            Optional<String> ofParts = decision(messageCode, plain.substring(0, dot) + ".*");
            if (ofParts.isPresent()) {
                return ofParts;
            }
        }
        while (true) {
            Optional<String> reason = decision(messageCode, plain);
            int end = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('-'));
            if (reason.isPresent() || end < 0) {
                return reason;
            }
            plain = plain.substring(0, end);
        }
    }

    private static Optional<String> decision(String messageCode, String path) {
        return DECISIONS.getOrDefault(path, List.of()).stream()
                .filter(decision -> decision.appliesTo(messageCode))
                .map(Decision::reason)
                .findFirst();
    }

    /** Every decision, in the order of the list. */
    public static List<Decision> decisions() {
        return DECISIONS.values().stream().flatMap(List::stream).toList();
    }

    /** Whether a field that is not read can change the meaning of an entry. */
    public static boolean canChangeMeaning(String path) {
        return CHANGES_MEANING.matcher(REPETITION.matcher(path).replaceAll("")).matches();
    }

    private static Map<String, List<Decision>> read() {
        Map<String, List<Decision>> decisions = new LinkedHashMap<>();
        try (InputStream stream = NotUsedFields.class.getResourceAsStream("/hl7/not-used-fields.tsv")) {
            if (stream == null) {
                throw new IllegalStateException("hl7/not-used-fields.tsv is not on the class path");
            }
            new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(NotUsedFields::parse)
                    .forEach(decision -> decisions
                            .computeIfAbsent(decision.path(), path -> new ArrayList<>())
                            .add(decision));
        } catch (IOException e) {
            throw new UncheckedIOException("hl7/not-used-fields.tsv", e);
        }
        return decisions;
    }

    private static Decision parse(String line) {
        String[] columns = line.split("\t");
        return switch (columns.length) {
            case 2 -> new Decision(columns[0], "*", columns[1]);
            case 3 -> new Decision(columns[0], columns[1], columns[2]);
            default -> throw new IllegalStateException("not-used-fields.tsv: path, messages, reason expected: " + line);
        };
    }
}
