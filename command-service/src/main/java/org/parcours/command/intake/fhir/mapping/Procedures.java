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

/** Procedure: an operation where its category says so, otherwise a step of the kind that its code says. */
final class Procedures {

    /** SNOMED CT: surgical procedure. */
    private static final Set<String> SURGERY = Set.of("387713003");

    private Procedures() {}

    static List<Fact> facts(Told told, Procedure procedure) {
        ProcedureStatus status = procedure.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        Coding code = Words.coding(procedure.getCode())
                .or(() -> Words.coding(procedure.getCategory()))
                .orElseThrow(() -> told.missing("code"));
        Done done = new Done(
                told,
                procedure,
                told.patient(procedure.getSubject(), "subject"),
                told.visit(procedure.getEncounter(), "encounter"),
                code,
                told.moments().begin(procedure.getPerformed(), told.at("performed")),
                told.moments().end(procedure.getPerformed(), told.at("performed")));
        return Words.has(procedure.getCategory(), SURGERY) ? done.operation(status) : List.of(done.step(status));
    }

    private record Done(
            Told told,
            Procedure procedure,
            PatientEvidence patient,
            Optional<Visit> visit,
            Coding code,
            Optional<OffsetDateTime> start,
            Optional<OffsetDateTime> end) {

        List<Fact> operation(ProcedureStatus status) {
            Identifier number = told.number();
            List<Fact> facts = new ArrayList<>();
            switch (status) {
                case PREPARATION ->
                    facts.add(fact(
                            told.toldAt(),
                            new SurgeryScheduled(number, Optional.of(code), start, end, room(), surgeon())));
                case NOTDONE, ENTEREDINERROR ->
                    facts.add(fact(
                            told.toldAt(), new SurgeryCancelled(number, Words.coding(procedure.getStatusReason()))));
                case INPROGRESS, ONHOLD -> facts.add(started(number));
                case COMPLETED, STOPPED, UNKNOWN, NULL -> {
                    facts.add(started(number));
                    facts.add(fact(told.occurredAt(end, start), new SurgeryCompleted(number, Optional.of(code))));
                }
            }
            return facts;
        }

        private Fact started(Identifier number) {
            return fact(told.occurredAt(start), new SurgeryStarted(number, Optional.of(code), room(), surgeon()));
        }

        Fact step(ProcedureStatus status) {
            StepStatus reached =
                    switch (status) {
                        case PREPARATION -> StepStatus.PLANNED;
                        case INPROGRESS, ONHOLD -> StepStatus.IN_PROGRESS;
                        case NOTDONE, ENTEREDINERROR -> StepStatus.CANCELLED;
                        case COMPLETED, STOPPED, UNKNOWN, NULL -> StepStatus.DONE;
                    };
            Map<String, String> details = new LinkedHashMap<>();
            surgeon().flatMap(Practitioner::name).ifPresent(name -> details.put("performer", name.toString()));
            room().ifPresent(place -> details.put("location", place.toString()));
            Words.coding(procedure.getReasonCode()).ifPresent(reason -> details.put("reason", reason.label()));
            Words.coding(procedure.getOutcome()).ifPresent(outcome -> details.put("outcome", outcome.label()));
            return fact(
                    told.occurredAt(start),
                    new StepRecorded(
                            new Kinds(told.settings()).of(procedure.getCode(), List.of(procedure.getCategory())),
                            told.number(),
                            reached,
                            Optional.of(code.label()),
                            Optional.empty(),
                            details));
        }

        private Fact fact(OffsetDateTime at, Event event) {
            return told.fact(patient, visit, at, event);
        }

        private Optional<Location> room() {
            return Words.location(told, procedure.getLocation());
        }

        private Optional<Practitioner> surgeon() {
            return procedure.getPerformer().stream()
                    .findFirst()
                    .flatMap(performer -> Words.practitioner(told, performer.getActor(), "performer[0].actor"));
        }
    }
}
