package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.ObservationTextLimiter;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;

/**
 * Maps OBX segments, each with its NTE, to observed values in their order. Encapsulated data (ED) is a document, and
 * the properties of a document (MetaDMPMSS) are no values.
 */
final class Hl7ObservationMapper {

    private Hl7ObservationMapper() {}

    /**
     * @param examination the code of values before the first OBX-3
     * @param segments OBX, NTE and others
     */
    static List<Observation> map(Hl7MappingContext context, Optional<Coding> examination, List<Hl7Segment> segments) {
        ObservationTextLimiter limiter = new ObservationTextLimiter(
                context.documents(), context.properties().maxText());
        List<Hl7ObservationGroup> groups = groups(examination, segments);
        groups.stream().filter(Hl7ObservationGroup::isEmpty).forEach(Hl7ObservationGroup::markWithoutValue);
        return groups.stream()
                .filter(group -> !group.isEmpty())
                .map(group -> limiter.limit(group.observation(context)))
                .toList();
    }

    /** OBX-11 O describes the order, and reports no result of it. */
    static List<String> orderDescriptions(List<Hl7Segment> segments) {
        return segments.stream()
                .filter(segment -> segment.is("OBX") && isOrderDescription(segment))
                .map(Hl7ObservationMapper::labelled)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    /** The observations as one text, as they are read in a document. */
    static String joinText(Hl7MappingContext context, List<Hl7Segment> segments) {
        return groups(Optional.empty(), segments).stream()
                .filter(group -> isNotWithdrawn(group.first()))
                .flatMap(group -> Stream.concat(
                        Stream.of(
                                isText(group.first())
                                        ? group.value()
                                        : labelled(group.code(), group.observation(context))),
                        group.notes().stream()))
                .collect(Collectors.joining("\n"))
                .strip();
    }

    static boolean hasValue(List<Hl7Segment> segments) {
        return segments.stream()
                .anyMatch(segment -> segment.is("OBX")
                        && !DocumentProperties.isProperty(segment)
                        && !Hl7ObservationValue.text(segment).isBlank());
    }

    static boolean isNotWithdrawn(Hl7Segment obx) {
        return status(obx).filter(ObservationStatus::isWithdrawal).isEmpty();
    }

    /** OBX-11, HL7 table 0085. */
    static Optional<ObservationStatus> status(Hl7Segment obx) {
        return Optional.ofNullable(
                switch (obx.text(11)) {
                    case "I" -> ObservationStatus.PENDING;
                    case "R" -> ObservationStatus.UNVERIFIED;
                    case "P", "S" -> ObservationStatus.PRELIMINARY;
                    case "F", "V", "B" -> ObservationStatus.FINAL;
                    case "U" -> ObservationStatus.CONFIRMED;
                    case "C", "A" -> ObservationStatus.CORRECTED;
                    case "D" -> ObservationStatus.WITHDRAWN;
                    case "W" -> ObservationStatus.WRONG;
                    case "X", "N" -> ObservationStatus.NOT_OBTAINED;
                    default -> null;
                });
    }

    private static List<Hl7ObservationGroup> groups(Optional<Coding> examination, List<Hl7Segment> segments) {
        List<Hl7ObservationGroup> groups = new ArrayList<>();
        boolean afterValue = false;
        for (Hl7Segment segment : segments) {
            if (segment.is("OBX")) {
                afterValue = !DocumentProperties.isProperty(segment) && !isOrderDescription(segment);
                if (afterValue) {
                    add(groups, examination, segment);
                    afterValue = !groups.isEmpty();
                }
            } else if (segment.is("NTE") && afterValue) {
                OrderGroup.noteOf(segment).ifPresent(groups.getLast()::addNote);
            } else if (!segment.is("PRT")) {
                afterValue = false;
            }
        }
        return groups;
    }

    /** OBX-3 is required (HL7 v2.9, 7.4.2.3); senders of texts leave it out in all lines but the first. */
    private static void add(List<Hl7ObservationGroup> groups, Optional<Coding> examination, Hl7Segment obx) {
        Optional<Coding> code = Hl7DataTypeMapper.coding(obx.field(3));
        if (!groups.isEmpty()) {
            Hl7ObservationGroup previous = groups.getLast();
            boolean continuation = code.isEmpty()
                    && !Hl7ObservationValue.isDocument(obx)
                    && !Hl7ObservationValue.isDocument(previous.first());
            if (continuation || previous.isContinuedBy(obx, code)) {
                previous.addLine(obx);
                return;
            }
        }
        Optional<Coding> known = code.or(
                        () -> groups.stream().map(Hl7ObservationGroup::code).reduce((_, last) -> last))
                .or(() -> examination);
        boolean isBlank = Hl7ObservationValue.text(obx).isBlank();
        if (known.isEmpty() && !isBlank) {
            throw Hl7RejectionCode.EXAMINATION_MISSING.exceptionAt("OBX-3");
        }
        known.ifPresent(coding -> groups.add(new Hl7ObservationGroup(coding, obx)));
    }

    private static boolean isOrderDescription(Hl7Segment obx) {
        return obx.text(11).equals("O");
    }

    private static boolean isText(Hl7Segment obx) {
        return Hl7ObservationValue.isLine(obx)
                || obx.text(2).equals("ST")
                || obx.text(2).isEmpty();
    }

    private static String labelled(Hl7Segment obx) {
        String value = Hl7ObservationValue.text(obx);
        String unit =
                Hl7ObservationUnit.of(obx.field(6)).map(text -> " " + text).orElse("");
        return value.isBlank()
                ? ""
                : Hl7DataTypeMapper.coding(obx.field(3))
                                .map(code -> code.label() + " : ")
                                .orElse("")
                        + value
                        + unit;
    }

    private static String labelled(Coding code, Observation observation) {
        return observation.value().isEmpty()
                ? ""
                : code.label() + " : " + observation.value()
                        + observation.unit().map(unit -> " " + unit).orElse("");
    }
}
