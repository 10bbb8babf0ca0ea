package org.parcours.query.timeline.fold;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.events.Envelope;
import org.parcours.events.Location;
import org.parcours.events.StayEvent.LocationReported;

/**
 * The reports of where a patient is that are no movements (A08 without ZBE), in log order. Some senders report no
 * movements at all.
 */
record LocationReportList(List<Envelope> reports) {

    /** HL7 table 0004: an inpatient or an emergency patient is present; others are expected, or were treated. */
    private static final Set<String> PRESENT_CLASSES = Set.of("I", "E");

    static LocationReportList of(List<Envelope> inLogOrder, ValidTimeCutoff cutoff) {
        return new LocationReportList(inLogOrder.stream()
                .filter(envelope -> envelope.event() instanceof LocationReported && cutoff.includes(envelope))
                .toList());
    }

    /** The reports that show a stay, even without any movement. */
    List<Envelope> presence() {
        return reports.stream()
                .filter(report -> event(report)
                        .visit()
                        .patientClass()
                        .filter(PRESENT_CLASSES::contains)
                        .isPresent())
                .toList();
    }

    /** The latest report, unless a later movement says where the patient is; after the discharge, none does. */
    Optional<Envelope> inEffect(List<SingleMovementFold> movements) {
        return reports.stream()
                .filter(report -> event(report).location().isPresent()
                        && movements.stream()
                                .filter(movement -> movement.isInEffect() && !movement.isPlan())
                                .noneMatch(movement -> movement.tellsLocationAfter(report)))
                .max(Comparator.comparing(
                                (Envelope report) -> report.occurredAt().toInstant())
                        .thenComparing(Envelope::position));
    }

    static Optional<String> unit(Envelope report) {
        return event(report).location().map(Location::toString);
    }

    Optional<String> patientClass() {
        return reports.reversed().stream()
                .flatMap(report -> event(report).visit().patientClass().stream())
                .findFirst();
    }

    private static LocationReported event(Envelope report) {
        return (LocationReported) report.event();
    }
}
