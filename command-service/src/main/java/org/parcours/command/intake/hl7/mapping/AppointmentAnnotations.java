package org.parcours.command.intake.hl7.mapping;

import static org.parcours.command.intake.hl7.mapping.Hl7DataTypeMapper.coding;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.EventAnnotations;
import org.parcours.events.Location;
import org.parcours.events.PartialDateTime;

/** The details of an appointment besides its plan: status, all resources, those removed, duration, comments. */
final class AppointmentAnnotations {

    private static final Set<String> NOTE_OWNERS = Set.of("SCH", "TQ1", "RGS", "AIS", "AIG", "AIL", "AIP");

    private AppointmentAnnotations() {}

    static EventAnnotations of(
            Hl7MappingContext context,
            Fact fact,
            Optional<String> status,
            List<ScheduledResource> resources,
            AppointmentTimes times) {
        Hl7Segment sch = context.segment("SCH");
        List<String> notes = context.message().segments().stream()
                .filter(segment -> NOTE_OWNERS.contains(segment.name()))
                .flatMap(owner -> OrderGroup.notesAfter(context.message().segments(), owner).stream())
                .distinct()
                .toList();
        Stream<Coding> reasons =
                Stream.of(coding(sch.field(7)), coding(sch.field(6))).flatMap(Optional::stream);
        return fact.annotations()
                .withNotes(notes)
                .withDetail(DetailKey.APPOINTMENT_STATUS, status)
                .withDetail(DetailKey.REASON, Hl7MedicationText.joined(", ", reasons.map(Coding::label)))
                .withDetail(DetailKey.CATEGORY, coding(sch.field(8)).map(Coding::label))
                .withDetail(DetailKey.DURATION, times.duration())
                .withDetail(DetailKey.START, times.takenBack() ? Optional.of(DetailKey.TO_BE_SET) : Optional.empty())
                .withDetail(
                        DetailKey.TIMING,
                        Hl7MedicationText.joined(", ", times.further().stream().map(PartialDateTime::text)))
                .withDetail(
                        DetailKey.RESOURCES,
                        Hl7MedicationText.joined(
                                "; ", resources.stream().map(resource -> resource.label(context, times.start()))))
                .withDetail(DetailKey.FORMER_LOCATION, formerLocation(resources))
                .withDetail(DetailKey.FORMER_PRACTITIONER, formerPractitioner(context, resources));
    }

    /** The place that is removed, where no other takes its place. */
    private static Optional<String> formerLocation(List<ScheduledResource> resources) {
        return removedOnly(resources, "AIL")
                .flatMap(resource -> resource.location().stream())
                .map(Location::toString)
                .findFirst();
    }

    private static Optional<String> formerPractitioner(Hl7MappingContext context, List<ScheduledResource> resources) {
        return removedOnly(resources, "AIP")
                .map(resource -> resource.label(context, Optional.empty()))
                .findFirst();
    }

    private static Stream<ScheduledResource> removedOnly(List<ScheduledResource> resources, String name) {
        List<ScheduledResource> named =
                resources.stream().filter(resource -> resource.is(name)).toList();
        return named.stream().allMatch(ScheduledResource::removed) ? named.stream() : Stream.empty();
    }
}
