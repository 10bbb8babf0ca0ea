package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.SurgeryEvent.SurgeryStarted;
import org.parcours.events.Visit;

/** Maps a Procedure: an operation where its category is surgical, otherwise a step of the kind of its code. */
record FhirProcedureMapper(
        ResourceContext context,
        PatientEvidence patient,
        Optional<Visit> visit,
        Coding code,
        Optional<ReportedTime> start,
        Optional<ReportedTime> end) {

    /** SNOMED CT: surgical procedure. */
    private static final Set<String> SURGERY = Set.of("387713003");

    static List<Fact> facts(ResourceContext context) {
        FhirElement procedure = context.resource();
        String status = context.requireText("status");
        Coding code = coding(procedure.child("code"))
                .or(() -> coding(procedure.child("category")))
                .orElseThrow(() -> context.missingElement("code"));
        FhirProcedureMapper mapper = new FhirProcedureMapper(
                context,
                context.subject(),
                context.visit(procedure.child("encounter")),
                code,
                context.start("performed"),
                context.end("performed"));
        return DataTypeMapper.hasCode(procedure.child("category"), SURGERY)
                ? mapper.surgeryFacts(status)
                : List.of(mapper.stepFact(status));
    }

    private List<Fact> surgeryFacts(String status) {
        Identifier number = context.identifier();
        return switch (status) {
            case "preparation" ->
                List.of(fact(
                        context.reportedTime(),
                        new SurgeryScheduled(
                                number,
                                Optional.of(code),
                                start.map(ReportedTime::value),
                                end.map(ReportedTime::value),
                                location(),
                                performer())));
            case "not-done", "entered-in-error" ->
                List.of(fact(
                        context.reportedTime(),
                        new SurgeryCancelled(number, coding(context.resource().child("statusReason")))));
            case "in-progress", "on-hold" -> List.of(surgeryStarted(number));
            default ->
                List.of(
                        surgeryStarted(number),
                        fact(context.occurredAt(end, start), new SurgeryCompleted(number, Optional.of(code))));
        };
    }

    private Fact surgeryStarted(Identifier number) {
        return fact(context.occurredAt(start), new SurgeryStarted(number, Optional.of(code), location(), performer()));
    }

    private Fact stepFact(String status) {
        StepStatus stepStatus =
                switch (status) {
                    case "preparation" -> StepStatus.PLANNED;
                    case "in-progress", "on-hold" -> StepStatus.IN_PROGRESS;
                    case "not-done", "entered-in-error" -> StepStatus.CANCELLED;
                    default -> StepStatus.DONE;
                };
        FhirElement procedure = context.resource();
        Map<String, String> details = new LinkedHashMap<>();
        performer().flatMap(Practitioner::name).ifPresent(name -> details.put("performer", name.toString()));
        location().ifPresent(place -> details.put("location", place.toString()));
        DataTypeMapper.labels(procedure.children("reasonCode")).ifPresent(reason -> details.put("reason", reason));
        coding(procedure.child("outcome")).ifPresent(outcome -> details.put("outcome", outcome.label()));
        return fact(
                context.occurredAt(start),
                new StepRecorded(
                        new CatalogueStepKindResolver(context.settings())
                                .resolve(procedure.child("code"), procedure.children("category")),
                        context.identifier(),
                        stepStatus,
                        Optional.of(code.label()),
                        Optional.empty(),
                        details));
    }

    private Fact fact(OccurrenceTime occurredAt, Event event) {
        return context.fact(patient, visit, occurredAt, event);
    }

    private Optional<Location> location() {
        return context.location(context.resource().child("location"));
    }

    private Optional<Practitioner> performer() {
        return context.practitioner(context.resource().child("performer").child("actor"));
    }
}
