package org.parcours.command.intake.fhir.mapping;

import static java.util.function.Predicate.not;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
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
        ResourceContext context, PatientEvidence patient, Identifier stay, Optional<ReportedTime> start) {

    private static final Set<String> DOCTOR_ROLES = Set.of("ATND", "PPRF", "ADM");
    private static final Set<String> USED_LOCATIONS = Set.of("active", "completed");

    /** ActEncounterCode to HL7 table 0004. */
    static Optional<String> patientClass(FhirElement encounter) {
        return switch (encounter.child("class").text("code").orElse("")) {
            case "IMP", "ACUTE", "NONAC" -> Optional.of("I");
            case "EMER", "FLD" -> Optional.of("E");
            case "AMB", "OBSENC", "SS", "VR", "HH" -> Optional.of("O");
            case "PRENC" -> Optional.of("P");
            default -> Optional.empty();
        };
    }

    static List<Fact> facts(ResourceContext context) {
        FhirEncounterMapper mapper =
                new FhirEncounterMapper(context, context.subject(), context.identifier(), context.start("period"));
        return mapper.facts(context.requireText("status"));
    }

    private List<Fact> facts(String status) {
        OccurrenceTime startedAt = context.occurredAt(start);
        return switch (status) {
            case "planned" ->
                List.of(fact(startedAt, new PreAdmissionPlanned(visit(), movement("plan"), firstLocation(), doctor())));
            case "cancelled" -> List.of(fact(startedAt, new PreAdmissionCancelled(visit(), movement("plan"))));
            case "entered-in-error" -> List.of(fact(startedAt, new AdmissionCancelled(visit(), movement("admission"))));
            default -> movementFacts(startedAt, status);
        };
    }

    private List<Fact> movementFacts(OccurrenceTime startedAt, String status) {
        List<Fact> facts = new ArrayList<>();
        facts.add(fact(startedAt, new PatientAdmitted(visit(), movement("admission"), firstLocation(), doctor())));
        addTransfers(facts);
        addLeaves(facts);
        if (status.equals("finished")) {
            facts.add(fact(
                    context.occurredAt(context.end("period")),
                    new PatientDischarged(visit(), movement("discharge"), Optional.empty(), Optional.empty())));
        }
        facts.sort(Comparator.comparing(fact -> fact.occurredAt().toInstant()));
        return facts;
    }

    private Fact fact(OccurrenceTime occurredAt, Event event) {
        return context.fact(patient, Optional.of(visit()), occurredAt, event);
    }

    private List<FhirElement> usedLocations() {
        return context.resource().children("location").stream()
                .filter(location -> location.text("status")
                        .filter(not(USED_LOCATIONS::contains))
                        .isEmpty())
                .toList();
    }

    /** The first location; a later one with a start time is a transfer. */
    private Optional<Location> firstLocation() {
        return usedLocations().stream()
                .flatMap(location -> context.location(location.child("location")).stream())
                .findFirst()
                .or(() -> context.location(context.resource().child("serviceProvider")));
    }

    private void addTransfers(List<Fact> facts) {
        List<FhirElement> locations = usedLocations();
        for (int i = 1; i < locations.size(); i++) {
            Optional<MovementReference> movement = movement("transfer-" + i);
            Optional<ReportedTime> since =
                    context.dateTimes().start(locations.get(i).child("period"));
            Optional<Location> to = context.location(locations.get(i).child("location"));
            since.filter(_ -> to.isPresent())
                    .map(time -> fact(
                            OccurrenceTime.stated(time),
                            new PatientTransferred(visit(), movement, to, Optional.empty())))
                    .ifPresent(facts::add);
        }
    }

    private void addLeaves(List<Fact> facts) {
        List<FhirElement> history = context.resource().children("statusHistory");
        for (int i = 0; i < history.size(); i++) {
            if (history.get(i).text("status").filter("onleave"::equals).isPresent()) {
                FhirElement period = history.get(i).child("period");
                Optional<MovementReference> leave = movement("leave-" + i);
                context.dateTimes()
                        .start(period)
                        .map(time -> fact(
                                OccurrenceTime.stated(time),
                                new LeaveStarted(visit(), leave, Optional.empty(), Optional.empty())))
                        .ifPresent(facts::add);
                context.dateTimes()
                        .end(period)
                        .map(time -> fact(
                                OccurrenceTime.stated(time),
                                new LeaveEnded(visit(), leave, Optional.empty(), Optional.empty())))
                        .ifPresent(facts::add);
            }
        }
    }

    private Optional<Practitioner> doctor() {
        List<FhirElement> participants = context.resource().children("participant");
        return participants.stream()
                .filter(participant -> DataTypeMapper.hasCode(participant.children("type"), DOCTOR_ROLES))
                .findFirst()
                .or(() -> participants.stream()
                        .filter(participant -> participant.children("type").isEmpty())
                        .findFirst())
                .flatMap(participant -> context.practitioner(participant.child("individual")));
    }

    private Visit visit() {
        return new Visit(
                Optional.of(stay),
                patientClass(context.resource()),
                context.identity().all().stream().skip(1).toList());
    }

    private Optional<MovementReference> movement(String name) {
        return Optional.of(new MovementReference(
                Identifier.of(stay.system(), stay.value() + "#" + name), Optional.empty(), false));
    }
}
