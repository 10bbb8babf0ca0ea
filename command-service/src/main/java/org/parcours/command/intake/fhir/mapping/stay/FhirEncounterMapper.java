package org.parcours.command.intake.fhir.mapping.stay;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.context.VisitMapper;
import org.parcours.command.message.Fact;
import org.parcours.events.Anomaly;
import org.parcours.events.DetailKey;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.DischargeCancelled;
import org.parcours.events.StayEvent.DischargePlanCancelled;
import org.parcours.events.StayEvent.DischargePlanned;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PreAdmissionCancelled;
import org.parcours.events.StayEvent.PreAdmissionPlanned;

/**
 * Maps an Encounter: a stay, or a movement of one ({@link EncounterPartMapper}). It is a state, so each version also says
 * what no longer holds: a stay in progress has no discharge, whatever an earlier version said.
 */
public record FhirEncounterMapper(ResourceContext context, EncounterContent content, EncounterMovements movements) {

    public static List<Fact> facts(ResourceContext context) {
        String status = context.requireText("status");
        EncounterContent content = EncounterContent.of(context);
        return new VisitMapper(context).isPart(context.resource())
                ? new EncounterPartMapper(context, content).facts(status)
                : new FhirEncounterMapper(context, content, new EncounterMovements(context, content)).facts(status);
    }

    private List<Fact> facts(String status) {
        return switch (status) {
            case "planned" -> planned();
            case "cancelled" -> cancelled();
            case "entered-in-error" -> {
                context.discardContent();
                yield List.of(content.fact(content.startedAt(), admission()).enteredInError());
            }
            case "finished" -> finished();
            default -> begun(status);
        };
    }

    private List<Fact> planned() {
        List<Fact> facts = new ArrayList<>(List.of(plan()));
        addExpectedEnd(facts);
        facts.add(takenBack(new AdmissionCancelled(content.visit(), content.movement("admission"))));
        facts.add(takenBack(new DischargeCancelled(content.visit(), content.movement("discharge"))));
        return facts;
    }

    /** What has begun cannot be cancelled (FHIR R4: ended before it has begun): then it is flagged. */
    private List<Fact> cancelled() {
        Fact plan = plan();
        return List.of(
                plan.withAnnotations(plan.annotations()
                        .withDetail(DetailKey.END, context.end("period").map(end -> end.value()
                                .text()))),
                content.fact(
                        context.reportedTime(), new PreAdmissionCancelled(content.visit(), content.movement("plan"))),
                takenBack(new AdmissionCancelled(content.visit(), content.movement("admission")))
                        .withAnomalies(List.of(Anomaly.of(Anomaly.Code.CANCELLED_AFTER_PERFORMED))));
    }

    private List<Fact> begun(String status) {
        List<Fact> facts = new ArrayList<>(List.of(content.described(content.fact(content.startedAt(), admission()))));
        facts.addAll(movements.facts());
        if (status.equals("onleave")) {
            movements.currentLeave().ifPresent(facts::add);
        } else {
            facts.add(movements.noLeave());
        }
        addExpectedEnd(facts);
        facts.add(takenBack(new DischargeCancelled(content.visit(), content.movement("discharge"))));
        return facts;
    }

    private List<Fact> finished() {
        Optional<ReportedTime> end = context.end("period");
        PatientDischarged event = new PatientDischarged(
                content.visit(), content.movement("discharge"), Optional.empty(), Optional.empty());
        Fact discharge = content.fact(end.map(OccurrenceTime::stated).orElseGet(context::reportedTime), event);
        Fact ended = content.dischargeDetails(
                end.isPresent()
                        ? discharge
                        : discharge.withAnomalies(List.of(Anomaly.of(Anomaly.Code.DISCHARGE_TIME_UNKNOWN))));
        List<Fact> facts = new ArrayList<>();
        if (content.start().isPresent() || end.isEmpty()) {
            facts.add(content.described(content.fact(content.startedAt(), admission())));
            facts.addAll(movements.facts());
            facts.add(ended);
        } else {
            // Only an end: the start is unknown, and no other time takes its place.
            facts.addAll(movements.facts());
            facts.add(content.described(content.fact(
                    OccurrenceTime.stated(end.get()),
                    new PatientDischarged(
                            content.visit(),
                            content.movement("discharge"),
                            movements.firstPlace(),
                            content.doctor()))));
        }
        return facts;
    }

    private Fact plan() {
        return content.described(content.fact(
                content.startedAt(),
                new PreAdmissionPlanned(
                        content.visit(), content.movement("plan"), movements.firstPlace(), content.doctor())));
    }

    private PatientAdmitted admission() {
        return new PatientAdmitted(
                movements.visitAtStart(), content.movement("admission"), movements.firstPlace(), content.doctor());
    }

    /** The end of a stay that has not ended is expected. */
    private void addExpectedEnd(List<Fact> facts) {
        Optional<ReportedTime> end = context.end("period").or(content::estimatedEnd);
        facts.add(end.map(time -> content.fact(
                        OccurrenceTime.stated(time),
                        new DischargePlanned(
                                content.visit(),
                                content.movement("discharge-plan"),
                                Optional.empty(),
                                Optional.empty())))
                .orElseGet(() ->
                        takenBack(new DischargePlanCancelled(content.visit(), content.movement("discharge-plan")))));
    }

    /** Recorded only where an earlier version said the opposite. */
    private Fact takenBack(StayEvent event) {
        return content.fact(context.reportedTime(), event).onlyIfKnown();
    }

    static boolean isUsed(FhirElement location) {
        return location.text("status")
                .filter(status -> status.equals("planned") || status.equals("reserved"))
                .isEmpty();
    }
}
