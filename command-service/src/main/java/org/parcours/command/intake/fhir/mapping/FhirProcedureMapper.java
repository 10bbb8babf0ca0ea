package org.parcours.command.intake.fhir.mapping;

import static org.parcours.command.intake.fhir.mapping.DataTypeMapper.coding;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Procedure;
import org.hl7.fhir.r4.model.Procedure.ProcedureStatus;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Coding;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.PartialDateTime;
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
        Procedure procedure,
        PatientEvidence patient,
        Optional<Visit> visit,
        Coding code,
        Optional<OffsetDateTime> start,
        Optional<OffsetDateTime> end) {

    /** SNOMED CT: surgical procedure. */
    private static final Set<String> SURGERY = Set.of("387713003");

    static List<Fact> facts(ResourceContext context, Procedure procedure) {
        ProcedureStatus status = context.require(procedure.getStatus(), "status");
        Coding code = coding(procedure.getCode())
                .or(() -> coding(procedure.getCategory()))
                .orElseThrow(() -> context.missingElement("code"));
        FhirProcedureMapper mapper = new FhirProcedureMapper(
                context,
                procedure,
                context.patientEvidence(procedure.getSubject(), "subject"),
                context.visit(procedure.getEncounter(), "encounter"),
                code,
                context.start(procedure.getPerformed(), "performed"),
                context.end(procedure.getPerformed(), "performed"));
        return DataTypeMapper.hasCode(procedure.getCategory(), SURGERY)
                ? mapper.surgeryFacts(status)
                : List.of(mapper.stepFact(status));
    }

    private List<Fact> surgeryFacts(ProcedureStatus status) {
        Identifier number = context.identifier();
        return switch (status) {
            case PREPARATION ->
                List.of(fact(
                        context.reportedAt(),
                        new SurgeryScheduled(
                                number,
                                Optional.of(code),
                                start.map(PartialDateTime::of),
                                end.map(PartialDateTime::of),
                                location(),
                                performer())));
            case NOTDONE, ENTEREDINERROR ->
                List.of(fact(context.reportedAt(), new SurgeryCancelled(number, coding(procedure.getStatusReason()))));
            case INPROGRESS, ONHOLD -> List.of(surgeryStarted(number));
            case COMPLETED, STOPPED, UNKNOWN, NULL ->
                List.of(
                        surgeryStarted(number),
                        fact(context.occurredAt(end, start), new SurgeryCompleted(number, Optional.of(code))));
        };
    }

    private Fact surgeryStarted(Identifier number) {
        return fact(context.occurredAt(start), new SurgeryStarted(number, Optional.of(code), location(), performer()));
    }

    private Fact stepFact(ProcedureStatus status) {
        StepStatus stepStatus =
                switch (status) {
                    case PREPARATION -> StepStatus.PLANNED;
                    case INPROGRESS, ONHOLD -> StepStatus.IN_PROGRESS;
                    case NOTDONE, ENTEREDINERROR -> StepStatus.CANCELLED;
                    case COMPLETED, STOPPED, UNKNOWN, NULL -> StepStatus.DONE;
                };
        Map<String, String> details = new LinkedHashMap<>();
        performer().flatMap(Practitioner::name).ifPresent(name -> details.put("performer", name.toString()));
        location().ifPresent(place -> details.put("location", place.toString()));
        coding(procedure.getReasonCode()).ifPresent(reason -> details.put("reason", reason.label()));
        coding(procedure.getOutcome()).ifPresent(outcome -> details.put("outcome", outcome.label()));
        return fact(
                context.occurredAt(start),
                new StepRecorded(
                        new CatalogueStepKindResolver(context.settings())
                                .resolve(procedure.getCode(), List.of(procedure.getCategory())),
                        context.identifier(),
                        stepStatus,
                        Optional.of(code.label()),
                        Optional.empty(),
                        details));
    }

    private Fact fact(OffsetDateTime occurredAt, Event event) {
        return context.fact(patient, visit, occurredAt, event);
    }

    private Optional<Location> location() {
        return context.location(procedure.getLocation());
    }

    private Optional<Practitioner> performer() {
        return procedure.getPerformer().stream()
                .findFirst()
                .flatMap(performer -> context.practitioner(performer.getActor(), "performer[0].actor"));
    }
}
