package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Encounter.StatusHistoryComponent;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.Movement;
import org.parcours.events.Practitioner;
import org.parcours.events.StayEvent.AdmissionCancelled;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientDischarged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.PreAdmissionCancelled;
import org.parcours.events.StayEvent.PreAdmissionPlanned;
import org.parcours.events.Visit;

/** Maps an Encounter: a stay and its movements. A movement's identifier is derived from the stay's, so it is stable. */
final class FhirEncounterMapper {

    /** ActEncounterCode to HL7 table 0004. */
    private static final Map<String, String> PATIENT_CLASSES = Map.ofEntries(
            Map.entry("IMP", "I"),
            Map.entry("ACUTE", "I"),
            Map.entry("NONAC", "I"),
            Map.entry("EMER", "E"),
            Map.entry("FLD", "E"),
            Map.entry("AMB", "O"),
            Map.entry("OBSENC", "O"),
            Map.entry("SS", "O"),
            Map.entry("VR", "O"),
            Map.entry("HH", "O"),
            Map.entry("PRENC", "P"));

    private static final Set<String> DOCTOR_ROLES = Set.of("ATND", "PPRF", "ADM");

    private FhirEncounterMapper() {}

    static Optional<String> patientClass(Encounter encounter) {
        return Optional.ofNullable(encounter.getClass_().getCode()).map(PATIENT_CLASSES::get);
    }

    static List<Fact> facts(ResourceContext context, Encounter encounter) {
        EncounterFacts stay = new EncounterFacts(
                context,
                encounter,
                context.patientEvidence(encounter.getSubject(), "subject"),
                new Visit(Optional.of(context.identifier()), patientClass(encounter)),
                context.dateTimes().startOf(encounter.getPeriod(), context.pathOf("period")));
        EncounterStatus status = encounter.getStatus();
        if (status == null) {
            throw context.missingElement("status");
        }
        return switch (status) {
            case PLANNED -> List.of(stay.preAdmission());
            case CANCELLED ->
                List.of(stay.fact(stay.startedAt(), new PreAdmissionCancelled(stay.visit(), stay.movement("plan"))));
            case ENTEREDINERROR ->
                List.of(stay.fact(stay.startedAt(), new AdmissionCancelled(stay.visit(), stay.movement("admission"))));
            case ARRIVED, TRIAGED, INPROGRESS, ONLEAVE, FINISHED, UNKNOWN, NULL -> stay.movementFacts();
        };
    }

    private record EncounterFacts(
            ResourceContext context,
            Encounter encounter,
            PatientEvidence patient,
            Visit visit,
            Optional<OffsetDateTime> start) {

        OffsetDateTime startedAt() {
            return context.occurredAt(start);
        }

        Fact fact(OffsetDateTime occurredAt, Event event) {
            return context.fact(patient, Optional.of(visit), occurredAt, event);
        }

        Fact preAdmission() {
            return fact(startedAt(), new PreAdmissionPlanned(visit, movement("plan"), firstLocation(), doctor()));
        }

        List<Fact> movementFacts() {
            List<Fact> facts = new ArrayList<>();
            facts.add(fact(startedAt(), new PatientAdmitted(visit, movement("admission"), firstLocation(), doctor())));
            addTransfers(facts);
            addLeaves(facts);
            if (encounter.getStatus() == EncounterStatus.FINISHED) {
                Optional<OffsetDateTime> end =
                        context.dateTimes().endOf(encounter.getPeriod(), context.pathOf("period"));
                facts.add(fact(
                        context.occurredAt(end),
                        new PatientDischarged(visit, movement("discharge"), Optional.empty(), Optional.empty())));
            }
            return ResourceContext.sortedByTime(facts.stream());
        }

        private List<EncounterLocationComponent> usedLocations() {
            return encounter.getLocation().stream()
                    .filter(location -> location.getStatus() == null
                            || location.getStatus() == EncounterLocationStatus.ACTIVE
                            || location.getStatus() == EncounterLocationStatus.COMPLETED)
                    .toList();
        }

        /** The first location; a later one with a start time is a transfer. */
        private Optional<Location> firstLocation() {
            return usedLocations().stream()
                    .flatMap(location -> DataTypeMapper.location(context, location.getLocation()).stream())
                    .findFirst()
                    .or(() -> DataTypeMapper.location(context, encounter.getServiceProvider()));
        }

        private void addTransfers(List<Fact> facts) {
            for (int i = 1; i < usedLocations().size(); i++) {
                EncounterLocationComponent location = usedLocations().get(i);
                Optional<OffsetDateTime> since =
                        context.dateTimes().startOf(location.getPeriod(), context.pathOf("location.period"));
                Optional<Location> to = DataTypeMapper.location(context, location.getLocation());
                String name = "transfer-" + i;
                since.filter(occurredAt -> to.isPresent())
                        .map(occurredAt ->
                                fact(occurredAt, new PatientTransferred(visit, movement(name), to, Optional.empty())))
                        .ifPresent(facts::add);
            }
        }

        private void addLeaves(List<Fact> facts) {
            List<StatusHistoryComponent> history = encounter.getStatusHistory();
            for (int i = 0; i < history.size(); i++) {
                if (history.get(i).getStatus() == EncounterStatus.ONLEAVE) {
                    String path = context.pathOf("statusHistory[" + i + "].period");
                    String name = "leave-" + i;
                    context.dateTimes()
                            .startOf(history.get(i).getPeriod(), path)
                            .ifPresent(since -> facts.add(fact(
                                    since,
                                    new LeaveStarted(visit, movement(name), Optional.empty(), Optional.empty()))));
                    context.dateTimes()
                            .endOf(history.get(i).getPeriod(), path)
                            .ifPresent(until -> facts.add(fact(
                                    until, new LeaveEnded(visit, movement(name), Optional.empty(), Optional.empty()))));
                }
            }
        }

        private Optional<Practitioner> doctor() {
            return encounter.getParticipant().stream()
                    .filter(participant -> DataTypeMapper.hasCode(participant.getType(), DOCTOR_ROLES))
                    .findFirst()
                    .or(() -> encounter.getParticipant().stream()
                            .filter(participant -> !participant.hasType())
                            .findFirst())
                    .flatMap(participant -> DataTypeMapper.practitioner(
                            context, participant.getIndividual(), "participant.individual"));
        }

        Optional<Movement> movement(String name) {
            Identifier stay = visit.number().orElseThrow();
            return Optional.of(
                    new Movement(Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
        }
    }
}
