package org.parcours.command.intake.fhir.mapping;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Encounter.StatusHistoryComponent;
import org.hl7.fhir.r4.model.Period;
import org.parcours.command.message.Fact;
import org.parcours.command.message.PatientEvidence;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.Location;
import org.parcours.events.MovementReference;
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
record FhirEncounterMapper(
        ResourceContext context,
        Encounter encounter,
        PatientEvidence patient,
        Identifier stay,
        Optional<OffsetDateTime> start) {

    private static final Set<String> DOCTOR_ROLES = Set.of("ATND", "PPRF", "ADM");

    /** ActEncounterCode to HL7 table 0004. */
    static Optional<String> patientClass(Encounter encounter) {
        return Optional.ofNullable(
                switch (encounter.getClass_().getCode()) {
                    case "IMP", "ACUTE", "NONAC" -> "I";
                    case "EMER", "FLD" -> "E";
                    case "AMB", "OBSENC", "SS", "VR", "HH" -> "O";
                    case "PRENC" -> "P";
                    case null, default -> null;
                });
    }

    static List<Fact> facts(ResourceContext context, Encounter encounter) {
        FhirEncounterMapper mapper = new FhirEncounterMapper(
                context,
                encounter,
                context.patientEvidence(encounter.getSubject(), "subject"),
                context.identifier(),
                context.start(encounter.getPeriod(), "period"));
        return mapper.facts(context.require(encounter.getStatus(), "status"));
    }

    private List<Fact> facts(EncounterStatus status) {
        OffsetDateTime startedAt = context.occurredAt(start);
        return switch (status) {
            case PLANNED ->
                List.of(fact(startedAt, new PreAdmissionPlanned(visit(), movement("plan"), firstLocation(), doctor())));
            case CANCELLED -> List.of(fact(startedAt, new PreAdmissionCancelled(visit(), movement("plan"))));
            case ENTEREDINERROR -> List.of(fact(startedAt, new AdmissionCancelled(visit(), movement("admission"))));
            case ARRIVED, TRIAGED, INPROGRESS, ONLEAVE, FINISHED, UNKNOWN, NULL -> movementFacts(startedAt);
        };
    }

    private List<Fact> movementFacts(OffsetDateTime startedAt) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(startedAt, new PatientAdmitted(visit(), movement("admission"), firstLocation(), doctor())));
        addTransfers(facts);
        addLeaves(facts);
        if (encounter.getStatus() == EncounterStatus.FINISHED) {
            facts.add(fact(
                    context.occurredAt(context.end(encounter.getPeriod(), "period")),
                    new PatientDischarged(visit(), movement("discharge"), Optional.empty(), Optional.empty())));
        }
        facts.sort(Comparator.comparing(fact -> fact.occurredAt().toInstant()));
        return facts;
    }

    private Fact fact(OffsetDateTime occurredAt, Event event) {
        return context.fact(patient, Optional.of(visit()), occurredAt, event);
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
                .flatMap(location -> context.location(location.getLocation()).stream())
                .findFirst()
                .or(() -> context.location(encounter.getServiceProvider()));
    }

    private void addTransfers(List<Fact> facts) {
        List<EncounterLocationComponent> locations = usedLocations();
        for (int i = 1; i < locations.size(); i++) {
            Optional<MovementReference> movement = movement("transfer-" + i);
            Optional<OffsetDateTime> since = context.start(locations.get(i).getPeriod(), "location.period");
            Optional<Location> to = context.location(locations.get(i).getLocation());
            since.filter(_ -> to.isPresent())
                    .map(time -> fact(time, new PatientTransferred(visit(), movement, to, Optional.empty())))
                    .ifPresent(facts::add);
        }
    }

    private void addLeaves(List<Fact> facts) {
        List<StatusHistoryComponent> history = encounter.getStatusHistory();
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).getStatus() == EncounterStatus.ONLEAVE) {
                Period period = history.get(i).getPeriod();
                String element = "statusHistory[" + i + "].period";
                Optional<MovementReference> leave = movement("leave-" + i);
                context.start(period, element)
                        .map(time -> fact(time, new LeaveStarted(visit(), leave, Optional.empty(), Optional.empty())))
                        .ifPresent(facts::add);
                context.end(period, element)
                        .map(time -> fact(time, new LeaveEnded(visit(), leave, Optional.empty(), Optional.empty())))
                        .ifPresent(facts::add);
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
                .flatMap(participant -> context.practitioner(participant.getIndividual(), "participant.individual"));
    }

    private Visit visit() {
        return new Visit(Optional.of(stay), patientClass(encounter));
    }

    private Optional<MovementReference> movement(String name) {
        return Optional.of(new MovementReference(
                Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
    }
}
