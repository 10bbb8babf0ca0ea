package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/** Maps OBX segments to observed values; encapsulated data (ED) is a document, and is not mapped here. */
final class Hl7ObservationMapper {

    private static final Set<String> TEXT_TYPES = Set.of("TX", "FT");
    private static final Set<String> CODED_TYPES = Set.of("CE", "CWE", "CNE", "CF", "IS", "ID");

    private Hl7ObservationMapper() {}

    /** Joins the lines of one text, which come as one OBX each; some senders number the lines in OBX-4. */
    static List<Observation> map(Hl7MappingContext context, List<Hl7Segment> segments) {
        ObservationTextLimiter limiter = new ObservationTextLimiter(
                context.documents(), context.properties().maxText());
        List<Observation> observations = new ArrayList<>();
        Optional<Coding> previousLineCode = Optional.empty();
        for (Hl7Segment obx : segments) {
            Optional<Coding> code = Hl7DataTypeMapper.coding(obx.field(3));
            String value = value(obx);
            if (code.isEmpty() || value.isEmpty() && isNotWithdrawn(obx)) {
                continue;
            }
            Observation observation = new Observation(
                    code.get(),
                    value,
                    obx.value(6),
                    obx.value(7),
                    obx.value(8),
                    obx.value(4),
                    status(obx),
                    Optional.empty());
            boolean line = TEXT_TYPES.contains(obx.text(2)) && isNotWithdrawn(obx);
            observations.add(
                    line && code.equals(previousLineCode)
                            ? appendLine(observations.removeLast(), observation)
                            : observation);
            previousLineCode = line ? code : Optional.empty();
        }
        return observations.stream().map(limiter::limit).toList();
    }

    private static Observation appendLine(Observation previous, Observation line) {
        return new Observation(
                previous.code(),
                previous.value() + "\n" + line.value(),
                previous.unit(),
                previous.range(),
                previous.flag(),
                previous.subId().filter(number -> line.subId().equals(previous.subId())),
                previous.status().filter(status -> line.status().equals(previous.status())),
                Optional.empty());
    }

    /** Whether OBX-11 neither withdraws the value nor reports that it cannot be obtained. */
    static boolean isNotWithdrawn(Hl7Segment obx) {
        return !status(obx).equals(Optional.of(ObservationStatus.WITHDRAWN));
    }

    /** OBX-11, HL7 table 0085. */
    private static Optional<ObservationStatus> status(Hl7Segment obx) {
        return Optional.ofNullable(
                switch (obx.text(11)) {
                    case "R", "P", "S", "B" -> ObservationStatus.PRELIMINARY;
                    case "F", "U" -> ObservationStatus.FINAL;
                    case "C" -> ObservationStatus.CORRECTED;
                    case "D", "W", "X" -> ObservationStatus.WITHDRAWN;
                    default -> null;
                });
    }

    static boolean hasValue(List<Hl7Segment> segments) {
        return segments.stream().anyMatch(obx -> !value(obx).isEmpty());
    }

    /** The text of a document that is sent as lines. */
    static String joinText(List<Hl7Segment> segments) {
        return segments.stream()
                .filter(obx -> TEXT_TYPES.contains(obx.text(2)) || obx.text(2).equals("ST"))
                .map(Hl7ObservationMapper::value)
                .collect(Collectors.joining("\n"))
                .strip();
    }

    private static String value(Hl7Segment obx) {
        String type = obx.text(2);
        if (type.equals("ED")) {
            return "";
        }
        return obx.repetitions(5).stream()
                .map(field -> value(type, field))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(TEXT_TYPES.contains(type) ? "\n" : ", "));
    }

    private static String value(String type, Hl7FieldRepetition field) {
        if (CODED_TYPES.contains(type)) {
            return field.value(2).or(() -> field.value(9)).orElseGet(field::text);
        }
        if (type.equals("SN")) {
            // Comparator, number, separator or suffix, number: > 100, 1:128, 2+.
            return field.text(1) + field.text(2) + field.text(3) + field.text(4);
        }
        // Formatting commands of FT, which HAPI does not process: line breaks are kept, the others dropped.
        return field.text()
                .replaceAll("\\\\\\.(br|sp\\+?\\d*|ce)\\\\", "\n")
                .replaceAll("\\\\(\\.[^\\\\]*|[HN])\\\\", "");
    }
}
