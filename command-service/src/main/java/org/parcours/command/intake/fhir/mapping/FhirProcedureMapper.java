package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.ArrayList;
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
import org.parcours.events.Practitioner;
import org.parcours.events.StepStatus;
import org.parcours.events.SurgeryEvent.SurgeryCancelled;
import org.parcours.events.SurgeryEvent.SurgeryCompleted;
import org.parcours.events.SurgeryEvent.SurgeryScheduled;
import org.parcours.events.SurgeryEvent.SurgeryStarted;
import org.parcours.events.Visit;

/** Maps a Procedure: an operation where its category is surgical, otherwise a step of the kind of its code. */
final class FhirProcedureMapper {

    /** SNOMED CT: surgical procedure. */
    private static final Set<String> SURGERY = Set.of("387713003");

    private FhirProcedureMapper() {}

    static List<Fact> facts(ResourceContext context, Procedure procedure) {
        ProcedureStatus status = procedure.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        Coding code = DataTypeMapper.coding(procedure.getCode())
                .or(() -> DataTypeMapper.coding(procedure.getCategory()))
                .orElseThrow(() -> context.missingElement("code"));
        ProcedureFacts procedureFacts = new ProcedureFacts(
                context,
                procedure,
                context.patientEvidence(procedure.getSubject(), "subject"),
                context.visit(procedure.getEncounter(), "encounter"),
                code,
                context.dateTimes().startOfChoice(procedure.getPerformed(), context.pathOf("performed")),
                context.dateTimes().endOfChoice(procedure.getPerformed(), context.pathOf("performed")));
        return DataTypeMapper.hasCode(procedure.getCategory(), SURGERY)
                ? procedureFacts.surgeryFacts(status)
                : List.of(procedureFacts.stepFact(status));
    }

    private record ProcedureFacts(
            ResourceContext context,
            Procedure procedure,
            PatientEvidence patient,
            Optional<Visit> visit,
            Coding code,
            Optional<OffsetDateTime> start,
            Optional<OffsetDateTime> end) {

        List<Fact> surgeryFacts(ProcedureStatus status) {
            Identifier identifier = context.identifier();
            List<Fact> facts = new ArrayList<>();
            switch (status) {
                case PREPARATION ->
                    facts.add(fact(
                            context.reportedAt(),
                            new SurgeryScheduled(identifier, Optional.of(code), start, end, location(), performer())));
                case NOTDONE, ENTEREDINERROR ->
                    facts.add(fact(
                            context.reportedAt(),
                            new SurgeryCancelled(identifier, DataTypeMapper.coding(procedure.getStatusReason()))));
                case INPROGRESS, ONHOLD -> facts.add(surgeryStarted(identifier));
                case COMPLETED, STOPPED, UNKNOWN, NULL -> {
                    facts.add(surgeryStarted(identifier));
                    facts.add(
                            fact(context.occurredAt(end, start), new SurgeryCompleted(identifier, Optional.of(code))));
                }
            }
            return facts;
        }

        private Fact surgeryStarted(Identifier identifier) {
            return fact(
                    context.occurredAt(start),
                    new SurgeryStarted(identifier, Optional.of(code), location(), performer()));
        }

        Fact stepFact(ProcedureStatus status) {
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
            DataTypeMapper.coding(procedure.getReasonCode()).ifPresent(reason -> details.put("reason", reason.label()));
            DataTypeMapper.coding(procedure.getOutcome()).ifPresent(outcome -> details.put("outcome", outcome.label()));
            return fact(
                    context.occurredAt(start),
                    new StepRecorded(
                            new StepKindResolver(context.settings())
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
            return DataTypeMapper.location(context, procedure.getLocation());
        }

        private Optional<Practitioner> performer() {
            return procedure.getPerformer().stream()
                    .findFirst()
                    .flatMap(performer ->
                            DataTypeMapper.practitioner(context, performer.getActor(), "performer[0].actor"));
        }
    }
}
