package org.parcours.command.intake.hl7.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7Message;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.Coding;
import org.parcours.events.Location;
import org.parcours.events.PartialDateTime;
import org.parcours.events.PersonName;
import org.parcours.events.Practitioner;

/**
 * A service, person, place or thing of an appointment: AIS, AIP, AIL, AIG, in any order and number.
 *
 * @param removed by its action code (AIx-2) or its group's (RGS-2), its status, or the trigger that cancels resources
 * @param start its own start, if stated
 */
record ScheduledResource(Hl7Segment segment, boolean removed, Optional<PartialDateTime> start) {

    /** S20 to S22 cancel, discontinue or delete resources: those without an action code too. */
    private static final Set<String> REMOVING_TRIGGERS = Set.of("S20", "S21", "S22");

    private static final Set<String> NAMES = Set.of("AIS", "AIG", "AIL", "AIP");

    /** By own start; those without one, at the start of the appointment, first; then in the order sent. */
    static List<ScheduledResource> of(Hl7MappingContext context) {
        List<ScheduledResource> resources = new ArrayList<>();
        Hl7Segment group = Hl7Message.absentSegment("RGS");
        for (Hl7Segment segment : context.message().segments()) {
            if (segment.is("RGS")) {
                group = segment;
            } else if (NAMES.contains(segment.name())) {
                resources.add(new ScheduledResource(
                        segment,
                        isRemoved(context, group, segment),
                        context.firstTime(segment.field(startField(segment)))));
            }
        }
        resources.sort(Comparator.comparing(
                resource -> resource.start().map(PartialDateTime::toInstant), comparingEmptyFirst()));
        return List.copyOf(resources);
    }

    boolean is(String name) {
        return segment.is(name);
    }

    Optional<Location> location() {
        Hl7FieldRepetition place = segment.field(3);
        boolean namesUnit =
                Stream.of(1, 2, 3).anyMatch(part -> place.value(part).isPresent());
        return namesUnit
                ? Hl7DataTypeMapper.location(place)
                        .or(() -> place.wholeValue(2).or(() -> place.value(3)).map(Location::of))
                : place.wholeValue(9).map(Location::of).or(() -> Hl7DataTypeMapper.location(place));
    }

    Optional<Coding> coding() {
        return Hl7DataTypeMapper.coding(segment.field(3));
    }

    Optional<Practitioner> practitioner(Hl7MappingContext context) {
        return context.practitioner(segment, 3);
    }

    /** The name, with the type or role in brackets, and the own start. */
    String label(Hl7MappingContext context, Optional<PartialDateTime> appointmentStart) {
        StringBuilder label = new StringBuilder(name(context));
        if (!segment.is("AIS")) {
            Hl7DataTypeMapper.coding(segment.field(4))
                    .map(Coding::label)
                    .ifPresent(type -> label.append(" (").append(type).append(')'));
        }
        start.filter(time -> !appointmentStart.equals(Optional.of(time)))
                .ifPresent(time -> label.append(' ').append(time.text().replace('T', ' ')));
        if (removed) {
            label.append(" (retiré)");
        }
        return label.toString();
    }

    private String name(Hl7MappingContext context) {
        return switch (segment.name()) {
            case "AIL" -> location().map(Location::toString).orElse("");
            case "AIP" ->
                practitioner(context)
                        .flatMap(person -> person.name()
                                .map(PersonName::toString)
                                .or(() -> person.identifier().map(number -> number.value())))
                        .orElse("");
            default -> coding().map(Coding::label).orElse("");
        };
    }

    private static boolean isRemoved(Hl7MappingContext context, Hl7Segment group, Hl7Segment segment) {
        Optional<String> action = segment.value(2).or(() -> group.value(2));
        boolean cancelled = AppointmentStatus.of(segment.text(statusField(segment)))
                .filter(status -> status.effect() == AppointmentEffect.CANCELLED)
                .isPresent();
        return cancelled || action.map("D"::equals).orElseGet(() -> REMOVING_TRIGGERS.contains(context.trigger()));
    }

    private static int startField(Hl7Segment segment) {
        return switch (segment.name()) {
            case "AIS" -> 4;
            case "AIG" -> 8;
            default -> 6;
        };
    }

    private static int statusField(Hl7Segment segment) {
        return switch (segment.name()) {
            case "AIS" -> 10;
            case "AIG" -> 14;
            default -> 12;
        };
    }

    private static <T extends Comparable<T>> Comparator<Optional<T>> comparingEmptyFirst() {
        return (a, b) -> a.isEmpty() || b.isEmpty()
                ? Boolean.compare(a.isPresent(), b.isPresent())
                : a.get().compareTo(b.get());
    }
}
