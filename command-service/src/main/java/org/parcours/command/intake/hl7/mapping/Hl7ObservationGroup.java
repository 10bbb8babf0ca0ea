package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Observation;
import org.parcours.events.ObservationStatus;
import org.parcours.events.PartialDateTime;

/** The OBX of one observed value, with the comments on it: several, where a text was sent line by line. */
final class Hl7ObservationGroup {

    private final Coding code;
    private final List<Coding> otherCodes;
    private final List<Hl7Segment> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Hl7ObservationGroup(Coding code, Hl7Segment first) {
        this.code = code;
        this.otherCodes = otherCodes(first.field(3)).stream()
                .filter(other -> !other.equals(code))
                .toList();
        lines.add(first);
    }

    Coding code() {
        return code;
    }

    Hl7Segment first() {
        return lines.getFirst();
    }

    void addLine(Hl7Segment obx) {
        lines.add(obx);
    }

    void addNote(String note) {
        notes.add(note);
    }

    /** Some senders number the lines of one text in OBX-4. */
    boolean isContinuedBy(Hl7Segment obx, Optional<Coding> itsCode) {
        Hl7Segment last = lines.getLast();
        if (!Hl7ObservationValue.isLine(obx)
                || !Hl7ObservationValue.isLine(last)
                || itsCode.filter(other -> other.key().equals(code.key())).isEmpty()
                || Hl7ObservationMapper.isNotWithdrawn(obx) != Hl7ObservationMapper.isNotWithdrawn(last)) {
            return false;
        }
        List<String> subIds = lines.stream().map(Hl7ObservationGroup::subId).toList();
        String subId = subId(obx);
        return subId.equals(subIds.getLast())
                || !subIds.contains(subId) && subIds.stream().distinct().count() == subIds.size();
    }

    String value() {
        String joined = lines.stream().map(Hl7ObservationValue::text).collect(Collectors.joining("\n"));
        return joined.isBlank() ? "" : joined.stripTrailing();
    }

    Optional<ObservationStatus> status() {
        return onlyOne(lines.stream().flatMap(obx -> Hl7ObservationMapper.status(obx).stream()));
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    /** Whether it reports nothing at all; a correction to nothing, and a null, take an earlier value back. */
    boolean isEmpty() {
        boolean valueMayBeEmpty = status().filter(status -> switch (status) {
                    case WITHDRAWN, WRONG, NOT_OBTAINED, PENDING, CONFIRMED, CORRECTED -> true;
                    case UNVERIFIED, PRELIMINARY, FINAL -> false;
                })
                .isPresent();
        return notes.isEmpty()
                && value().isEmpty()
                && (Hl7ObservationValue.isDocument(first())
                        ? Hl7ObservationMapper.isNotWithdrawn(first())
                        : !valueMayBeEmpty
                                && !first().field(5).isNull(1)
                                && first().text(8).isEmpty());
    }

    /** The fields around an empty value, such as its unit and range, mean nothing without it. */
    void markWithoutValue() {
        lines.stream().filter(obx -> !Hl7ObservationValue.isDocument(obx)).forEach(Hl7Segment::markAllRead);
    }

    Observation observation(Hl7MappingContext context) {
        Hl7Segment obx = first();
        return new Observation(
                code,
                value(),
                Hl7ObservationUnit.of(obx.field(6)),
                Optional.of(obx.strippedText(7)).filter(text -> !text.isEmpty()),
                flags(obx),
                onlyOne(lines.stream().map(Hl7ObservationGroup::subId).filter(subId -> !subId.isEmpty())),
                status(),
                Optional.empty(),
                otherCodes,
                notes,
                lines.stream()
                        .flatMap(line -> observedAt(context, line).stream())
                        .findFirst());
    }

    static Optional<PartialDateTime> observedAt(Hl7MappingContext context, Hl7Segment obx) {
        return context.dateTimes().parseIfValid(obx.field(14)).map(time -> time.value());
    }

    private static String subId(Hl7Segment obx) {
        return obx.strippedText(4);
    }

    /** OBX-8, an ID up to v2.6 and a CWE since; it may repeat. */
    private static Optional<String> flags(Hl7Segment obx) {
        String flags = obx.repetitions(8).stream()
                .map(flag -> {
                    flag.markAllRead();
                    return flag.value(1)
                            .or(() -> flag.value(2))
                            .or(() -> flag.value(9))
                            .orElse("");
                })
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        return Optional.of(flags).filter(text -> !text.isEmpty());
    }

    /** OBX-3.4 to 3.6, and 3.10 to 3.12 since v2.7. */
    private static List<Coding> otherCodes(Hl7FieldRepetition identifier) {
        return Stream.of(4, 10)
                .flatMap(first -> {
                    Optional<String> code = identifier.value(first);
                    Optional<String> text = identifier.value(first + 1);
                    Optional<String> system = identifier.value(first + 2);
                    return code.stream().map(value -> new Coding(Optional.of(value), text, system));
                })
                .toList();
    }

    private static <T> Optional<T> onlyOne(Stream<T> values) {
        List<T> distinct = values.distinct().toList();
        return distinct.size() == 1 ? Optional.of(distinct.getFirst()) : Optional.empty();
    }
}
