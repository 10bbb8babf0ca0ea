package org.parcours.command.intake.fhir.mapping.surgery;

import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.ResourceDetails;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.intake.fhir.mapping.text.PerformerText;
import org.parcours.command.message.Fact;
import org.parcours.events.Coding;
import org.parcours.events.DetailKey;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Practitioner;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.SurgeryEvent.SurgeryStarted;

/** The facts of a Procedure that is an operation. */
record FhirSurgeryFacts(ResourceContext context, ResourceDetails details, Coding code) {

    List<Fact> facts(String status) {
        FhirElement procedure = context.resource();
        Optional<ReportedTime> start = context.start("performed");
        addPerformers(procedure.children("performer"));
        List<Fact> facts =
                switch (status) {
                    case "preparation" -> List.of(scheduled(start));
                    case "unknown" -> {
                        details.add(DetailKey.COMPLETION, Optional.of(status));
                        yield List.of(scheduled(start));
                    }
                    case "entered-in-error" -> List.of(scheduled(start).enteredInError());
                    // It was to be done: what, and why it was not.
                    case "not-done" ->
                        List.of(
                                scheduled(start),
                                fact(context.reportedTime(), new SurgeryCancelled(number(), reason())));
                    case "in-progress" -> List.of(started(start));
                    case "on-hold" -> {
                        details.add(DetailKey.COMPLETION, Optional.of(status));
                        yield List.of(started(start));
                    }
                    default -> {
                        details.add(DetailKey.COMPLETION, Optional.of(status).filter("stopped"::equals));
                        yield List.of(
                                started(start),
                                fact(
                                        context.occurredAt(context.end("performed"), start),
                                        new SurgeryCompleted(number(), Optional.of(code))));
                    }
                };
        List<Fact> annotated = facts.stream()
                .map(fact -> details.annotate(fact, context.otherKeys("surgery")))
                .toList();
        if (status.equals("entered-in-error")) {
            context.discardContent();
        }
        return annotated;
    }

    /** The surgeon is the event's; the others, and in which function each acted, are a detail. */
    private void addPerformers(List<FhirElement> performers) {
        PerformerText text = new PerformerText(details.texts());
        if (performers.size() > 1
                || surgeon().isEmpty()
                || performers.stream()
                        .anyMatch(performer -> text.role(performer).isPresent())) {
            details.add(DetailKey.PERFORMER, text.all(performers));
        }
    }

    private Fact scheduled(Optional<ReportedTime> start) {
        return fact(
                context.reportedTime(),
                new SurgeryScheduled(
                        number(),
                        Optional.of(code),
                        start.map(ReportedTime::value),
                        context.end("performed").map(ReportedTime::value),
                        room(),
                        surgeon()));
    }

    private Fact started(Optional<ReportedTime> start) {
        return fact(context.occurredAt(start), new SurgeryStarted(number(), Optional.of(code), room(), surgeon()));
    }

    private Fact fact(OccurrenceTime occurredAt, Event event) {
        return context.fact(context.subject(), context.visit(context.resource().child("encounter")), occurredAt, event);
    }

    private Identifier number() {
        return context.identifier();
    }

    private Optional<Coding> reason() {
        return details.texts().of(context.resource().child("statusReason")).map(DataTypeMapper::textCoding);
    }

    private Optional<Location> room() {
        return context.location(context.resource().child("location"));
    }

    private Optional<Practitioner> surgeon() {
        return context.resource().children("performer").stream()
                .flatMap(performer -> context.practitioner(performer.child("actor")).stream())
                .findFirst();
    }
}
