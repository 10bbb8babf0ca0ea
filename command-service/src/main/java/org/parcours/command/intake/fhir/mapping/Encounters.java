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

/** Encounter: a stay and its movements. Each movement has a number made of the stay's, so that it can be told again. */
final class Encounters {

    /** ActEncounterCode to HL7 table 0004. */
    private static final Map<String, String> CLASSES = Map.ofEntries(
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

    private static final Set<String> DOCTORS = Set.of("ATND", "PPRF", "ADM");

    private Encounters() {}

    static Optional<String> patientClass(Encounter encounter) {
        return Optional.ofNullable(encounter.getClass_().getCode()).map(CLASSES::get);
    }

    static List<Fact> facts(Told told, Encounter encounter) {
        Stay stay = new Stay(
                told,
                encounter,
                told.patient(encounter.getSubject(), "subject"),
                new Visit(Optional.of(told.number()), patientClass(encounter)),
                told.moments().startOf(encounter.getPeriod(), told.at("period")));
        EncounterStatus status = encounter.getStatus();
        if (status == null) {
            throw told.missing("status");
        }
        return switch (status) {
            case PLANNED -> List.of(stay.planned());
            case CANCELLED ->
                List.of(stay.fact(stay.begin(), new PreAdmissionCancelled(stay.visit(), stay.movement("plan"))));
            case ENTEREDINERROR ->
                List.of(stay.fact(stay.begin(), new AdmissionCancelled(stay.visit(), stay.movement("admission"))));
            case ARRIVED, TRIAGED, INPROGRESS, ONLEAVE, FINISHED, UNKNOWN, NULL -> stay.movements();
        };
    }

    private record Stay(
            Told told, Encounter encounter, PatientEvidence patient, Visit visit, Optional<OffsetDateTime> start) {

        OffsetDateTime begin() {
            return told.occurredAt(start);
        }

        Fact fact(OffsetDateTime at, Event event) {
            return told.fact(patient, Optional.of(visit), at, event);
        }

        Fact planned() {
            return fact(begin(), new PreAdmissionPlanned(visit, movement("plan"), firstLocation(), doctor()));
        }

        List<Fact> movements() {
            List<Fact> facts = new ArrayList<>();
            facts.add(fact(begin(), new PatientAdmitted(visit, movement("admission"), firstLocation(), doctor())));
            transfers(facts);
            leaves(facts);
            if (encounter.getStatus() == EncounterStatus.FINISHED) {
                Optional<OffsetDateTime> end = told.moments().endOf(encounter.getPeriod(), told.at("period"));
                facts.add(fact(
                        told.occurredAt(end),
                        new PatientDischarged(visit, movement("discharge"), Optional.empty(), Optional.empty())));
            }
            return Told.inOrder(facts.stream());
        }

        private List<EncounterLocationComponent> stations() {
            return encounter.getLocation().stream()
                    .filter(told -> told.getStatus() == null
                            || told.getStatus() == EncounterLocationStatus.ACTIVE
                            || told.getStatus() == EncounterLocationStatus.COMPLETED)
                    .toList();
        }

        /** Where it began; the others, where they say since when, are transfers. */
        private Optional<Location> firstLocation() {
            return stations().stream()
                    .flatMap(station -> Words.location(told, station.getLocation()).stream())
                    .findFirst()
                    .or(() -> Words.location(told, encounter.getServiceProvider()));
        }

        private void transfers(List<Fact> facts) {
            for (int i = 1; i < stations().size(); i++) {
                EncounterLocationComponent station = stations().get(i);
                Optional<OffsetDateTime> since =
                        told.moments().startOf(station.getPeriod(), told.at("location.period"));
                Optional<Location> to = Words.location(told, station.getLocation());
                String name = "transfer-" + i;
                since.filter(at -> to.isPresent())
                        .map(at -> fact(at, new PatientTransferred(visit, movement(name), to, Optional.empty())))
                        .ifPresent(facts::add);
            }
        }

        private void leaves(List<Fact> facts) {
            List<StatusHistoryComponent> history = encounter.getStatusHistory();
            for (int i = 0; i < history.size(); i++) {
                if (history.get(i).getStatus() == EncounterStatus.ONLEAVE) {
                    String at = told.at("statusHistory[" + i + "].period");
                    String name = "leave-" + i;
                    told.moments()
                            .startOf(history.get(i).getPeriod(), at)
                            .ifPresent(since -> facts.add(fact(
                                    since,
                                    new LeaveStarted(visit, movement(name), Optional.empty(), Optional.empty()))));
                    told.moments()
                            .endOf(history.get(i).getPeriod(), at)
                            .ifPresent(until -> facts.add(fact(
                                    until, new LeaveEnded(visit, movement(name), Optional.empty(), Optional.empty()))));
                }
            }
        }

        private Optional<Practitioner> doctor() {
            return encounter.getParticipant().stream()
                    .filter(person -> Words.has(person.getType(), DOCTORS))
                    .findFirst()
                    .or(() -> encounter.getParticipant().stream()
                            .filter(person -> !person.hasType())
                            .findFirst())
                    .flatMap(person -> Words.practitioner(told, person.getIndividual(), "participant.individual"));
        }

        Optional<Movement> movement(String name) {
            Identifier stay = visit.number().orElseThrow();
            return Optional.of(
                    new Movement(Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
        }
    }
}
