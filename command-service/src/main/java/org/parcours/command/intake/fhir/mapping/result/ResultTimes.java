package org.parcours.command.intake.fhir.mapping.result;

import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.AnnotationsBuilder;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.OccurrenceTimingText;
import org.parcours.events.DetailKey;
import org.parcours.events.PartialDateTime;

/**
 * The times of a report or an observation: a result stands at its collection, and says when it was reported (rule 10).
 *
 * @param issued empty where it is the time at which the result stands
 * @param end of a period of observation
 * @param timing of repeated observation
 */
record ResultTimes(
        OccurrenceTime occurredAt,
        Optional<PartialDateTime> issued,
        Optional<PartialDateTime> end,
        Optional<String> timing) {

    /** @param collected where the resource has no time of its own */
    static ResultTimes of(ResourceContext context, Optional<ReportedTime> collected) {
        FhirElement effective = context.resource().child("effective");
        Optional<ReportedTime> start = context.start("effective").or(() -> collected);
        Optional<ReportedTime> end = context.end("effective");
        Optional<ReportedTime> issued = context.time("issued");
        boolean standsAtIssued = start.isEmpty() && end.isEmpty();
        return new ResultTimes(
                context.occurredAt(start, end, issued),
                standsAtIssued ? Optional.empty() : issued.map(ReportedTime::value),
                start.isEmpty() ? Optional.empty() : end.map(ReportedTime::value),
                effective.isType("Timing") ? OccurrenceTimingText.of(effective) : Optional.empty());
    }

    void addTo(AnnotationsBuilder annotations) {
        annotations
                .detail(DetailKey.REPORTED_AT, issued.map(PartialDateTime::text))
                .detail(DetailKey.END, end.map(PartialDateTime::text))
                .detail(DetailKey.TIMING, timing);
    }
}
