package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.intake.hl7.message.Hl7Field;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Observation;

/** OBX as values; what is encapsulated (ED) is a document and not here. */
final class Observations {

    /** OBX-11: there is no such value. */
    static final Set<String> WITHDRAWN = Set.of("D", "W", "X");

    private static final Set<String> TEXT = Set.of("TX", "FT");
    private static final Set<String> CODED = Set.of("CE", "CWE", "CNE", "CF", "IS", "ID");

    private Observations() {}

    /** Text comes a line an OBX: the lines of one observation are put together. */
    static List<Observation> of(List<Hl7Segment> segments) {
        List<Observation> observations = new ArrayList<>();
        Optional<Coding> lineOf = Optional.empty();
        for (Hl7Segment obx : segments) {
            Optional<Coding> code = People.coding(obx.field(3));
            String value = value(obx);
            if (code.isEmpty() || value.isEmpty() || WITHDRAWN.contains(obx.text(11))) {
                continue;
            }
            Observation observation = new Observation(code.orElseThrow(), value, obx.told(6), obx.told(7), obx.told(8));
            if (TEXT.contains(obx.text(2)) && code.equals(lineOf)) {
                Observation begun = observations.removeLast();
                observation = new Observation(
                        begun.code(), begun.value() + "\n" + value, begun.unit(), begun.range(), begun.flag());
            }
            observations.add(observation);
            lineOf = TEXT.contains(obx.text(2)) ? code : Optional.empty();
        }
        return observations;
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
