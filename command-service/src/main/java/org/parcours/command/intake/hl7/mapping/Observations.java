package org.parcours.command.intake.hl7.mapping;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.DocumentRef;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/** OBX as values; what is encapsulated (ED) is a document and not here. */
final class Observations {

    /** OBX-11, HL7 table 0085. */
    private static final Map<String, ObservationStatus> STATUS = Map.ofEntries(
            Map.entry("R", ObservationStatus.PRELIMINARY),
            Map.entry("P", ObservationStatus.PRELIMINARY),
            Map.entry("S", ObservationStatus.PRELIMINARY),
            Map.entry("B", ObservationStatus.PRELIMINARY),
            Map.entry("F", ObservationStatus.FINAL),
            Map.entry("U", ObservationStatus.FINAL),
            Map.entry("C", ObservationStatus.CORRECTED),
            Map.entry("D", ObservationStatus.WITHDRAWN),
            Map.entry("W", ObservationStatus.WITHDRAWN),
            Map.entry("X", ObservationStatus.WITHDRAWN));

    private static final Set<String> TEXT = Set.of("TX", "FT");
    private static final Set<String> CODED = Set.of("CE", "CWE", "CNE", "CF", "IS", "ID");

    private Observations() {}

    /** Text comes a line an OBX, some senders counting lines in OBX-4: those of one observation are put together. */
    static List<Observation> of(Told told, List<Hl7Segment> segments) {
        return of(segments).stream().map(whole -> asLongAsItMayBe(told, whole)).toList();
    }

    /** A report of a hundred pages is a document (rule 7): the event names it, and tells how it begins. */
    private static Observation asLongAsItMayBe(Told told, Observation whole) {
        int limit = told.settings().maxText();
        if (whole.value().length() <= limit) {
            return whole;
        }
        DocumentRef document = told.documents()
                .put(
                        "text/plain; charset=utf-8",
                        whole.value().getBytes(StandardCharsets.UTF_8),
                        Optional.of(whole.code().label()));
        return new Observation(
                whole.code(),
                whole.value().substring(0, limit) + "…",
                whole.unit(),
                whole.range(),
                whole.flag(),
                whole.subId(),
                whole.status(),
                Optional.of(document));
    }

    private static List<Observation> of(List<Hl7Segment> segments) {
        List<Observation> observations = new ArrayList<>();
        Optional<Coding> lineOf = Optional.empty();
        for (Hl7Segment obx : segments) {
            Optional<Coding> code = People.coding(obx.field(3));
            String value = value(obx);
            if (code.isEmpty() || value.isEmpty() && stands(obx)) {
                continue;
            }
            Observation observation = new Observation(
                    code.orElseThrow(),
                    value,
                    obx.told(6),
                    obx.told(7),
                    obx.told(8),
                    obx.told(4),
                    status(obx),
                    Optional.empty());
            boolean line = TEXT.contains(obx.text(2)) && stands(obx);
            observations.add(
                    line && code.equals(lineOf) ? joined(observations.removeLast(), observation) : observation);
            lineOf = line ? code : Optional.empty();
        }
        return observations;
    }

    private static Observation joined(Observation begun, Observation line) {
        return new Observation(
                begun.code(),
                begun.value() + "\n" + line.value(),
                begun.unit(),
                begun.range(),
                begun.flag(),
                begun.subId().filter(number -> line.subId().equals(begun.subId())),
                begun.status().filter(status -> line.status().equals(begun.status())),
                Optional.empty());
    }

    /** OBX-11 takes it back, or says that it cannot be had. */
    static boolean stands(Hl7Segment obx) {
        return !status(obx).equals(Optional.of(ObservationStatus.WITHDRAWN));
    }

    private static Optional<ObservationStatus> status(Hl7Segment obx) {
        return Optional.ofNullable(STATUS.get(obx.text(11)));
    }

    static boolean anyValue(List<Hl7Segment> segments) {
        return segments.stream().anyMatch(obx -> !value(obx).isEmpty());
    }

    /** The text of a document that comes as lines. */
    static String text(List<Hl7Segment> segments) {
        return segments.stream()
                .filter(obx -> TEXT.contains(obx.text(2)) || obx.text(2).equals("ST"))
                .map(Observations::value)
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
                .collect(Collectors.joining(TEXT.contains(type) ? "\n" : ", "));
    }

    private static String value(String type, Hl7Field field) {
        if (CODED.contains(type)) {
            return field.told(2).or(() -> field.told(9)).orElseGet(field::text);
        }
        if (type.equals("SN")) {
            // Comparator, number, separator or suffix, number: > 100, 1:128, 2+.
            return field.text(1) + field.text(2) + field.text(3) + field.text(4);
        }
        // Formatting commands of FT, which HAPI leaves as they are: a line break is one, the rest is for a printer.
        return field.text()
                .replaceAll("\\\\\\.(br|sp\\+?\\d*|ce)\\\\", "\n")
                .replaceAll("\\\\(\\.[^\\\\]*|[HN])\\\\", "");
    }
}
