package org.parcours.command.intake.fhir.mapping.stay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.intake.OccurrenceTime;
import org.parcours.command.intake.ReportedTime;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.mapping.annotation.PeriodCheck;
import org.parcours.command.intake.fhir.mapping.context.PatientClassMapper;
import org.parcours.command.intake.fhir.mapping.context.ResourceContext;
import org.parcours.command.intake.fhir.mapping.datatype.DataTypeMapper;
import org.parcours.command.message.Fact;
import org.parcours.events.DetailKey;
import org.parcours.events.Location;
import org.parcours.events.MovementReference;
import org.parcours.events.PartialDateTime;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.LeaveEnded;
import org.parcours.events.StayEvent.LeaveStarted;
import org.parcours.events.StayEvent.PatientClassChanged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.ResponsibleDoctorChanged;
import org.parcours.events.Visit;

/** The movements that an Encounter lists: further places, classes, attending doctors and leaves, each with its start. */
record EncounterMovements(ResourceContext context, EncounterContent content) {

    private static final Set<String> ATTENDING = Set.of("ATND");

    /** In the order in which they happened. */
    List<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        addTransfers(facts);
        addClassChanges(facts);
        addDoctorChanges(facts);
        addLeaves(facts);
        facts.sort(Comparator.comparing(fact -> fact.occurredAt().toInstant()));
        return facts;
    }

    /** The place of the admission: the first one, otherwise that of the movement with which the stay starts. */
    Optional<Location> firstPlace() {
        return admissionPlace()
                .flatMap(location -> context.location(location.child("location")))
                .or(() -> firstParts().stream()
                        .flatMap(part -> part.children("location").stream())
                        .flatMap(location -> context.location(location.child("location")).stream())
                        .findFirst())
                .or(() -> context.location(content.encounter().child("serviceProvider")));
    }

    /** The used place that is the earliest; those without a start come first, in the order sent. */
    Optional<FhirElement> admissionPlace() {
        List<FhirElement> all = content.encounter().children("location");
        List<FhirElement> used =
                all.stream().filter(FhirEncounterMapper::isUsed).toList();
        return (used.isEmpty() ? all : used).stream().min(Comparator.comparing(location -> startOf(location)
                .map(time -> time.value().toInstant())
                .orElse(java.time.Instant.MIN)));
    }

    /** The places that neither the admission nor a transfer states. */
    List<FhirElement> otherPlaces() {
        return placesWithoutTransfer().stream()
                .filter(location -> !isOfAdmission(location))
                .toList();
    }

    List<FhirElement> placesWithoutTransfer() {
        return content.encounter().children("location").stream()
                .filter(location -> isOfAdmission(location) || !isTransfer(location))
                .toList();
    }

    private boolean isOfAdmission(FhirElement location) {
        return admissionPlace().filter(location::equals).isPresent();
    }

    private boolean isTransfer(FhirElement location) {
        return FhirEncounterMapper.isUsed(location) && startOf(location).isPresent();
    }

    private Optional<ReportedTime> startOf(FhirElement element) {
        return context.dateTimes().start(element.child("period"));
    }

    private Optional<ReportedTime> endOf(FhirElement element) {
        return context.dateTimes().end(element.child("period"));
    }

    /** The movements of the message with which the stay starts: they are its admission. */
    List<FhirElement> firstParts() {
        List<FhirElement> parts = context.references().resources("Encounter").stream()
                .filter(other -> EncounterPartMapper.isFirstOf(context, other, content.encounter()))
                .toList();
        parts.stream().filter(part -> !context.parts().contains(part)).forEach(context.parts()::add);
        return parts;
    }

    private void addTransfers(List<Fact> facts) {
        List<FhirElement> locations = content.encounter().children("location");
        Optional<FhirElement> admission = admissionPlace();
        for (int i = 0; i < locations.size(); i++) {
            FhirElement location = locations.get(i);
            if (admission.filter(location::equals).isPresent() || !isTransfer(location)) {
                continue;
            }
            Optional<Location> to = context.location(location.child("location"));
            Fact transfer = fact(
                    startOf(location).orElseThrow(),
                    new PatientTransferred(content.visit(), content.movement("transfer-" + i), to, Optional.empty()));
            Fact until = transfer.withAnnotations(transfer.annotations()
                    .withDetail(
                            DetailKey.PLACE_UNTIL,
                            endOf(location).map(ReportedTime::value).map(PartialDateTime::text)));
            facts.add(PeriodCheck.check(context, location, until));
        }
    }

    Visit visitAtStart() {
        return content.encounter().children("classHistory").stream()
                .findFirst()
                .map(first -> withClass(first.child("class")))
                .orElseGet(content::visit);
    }

    private Visit withClass(FhirElement encounterClass) {
        return new Visit(
                content.visit().number(),
                PatientClassMapper.patientClass(encounterClass),
                content.visit().otherNumbers());
    }

    /** The history contains the former classes; the present one follows the last of them. */
    private void addClassChanges(List<Fact> facts) {
        List<FhirElement> history = content.encounter().children("classHistory");
        for (int i = 1; i < history.size(); i++) {
            addClassChange(
                    facts, i, startOf(history.get(i)), withClass(history.get(i).child("class")));
        }
        if (!history.isEmpty() && !withClass(history.getLast().child("class")).equals(content.visit())) {
            addClassChange(facts, history.size(), endOf(history.getLast()), content.visit());
        }
    }

    private void addClassChange(List<Fact> facts, int index, Optional<ReportedTime> since, Visit visit) {
        since.map(time -> fact(
                        time,
                        new PatientClassChanged(
                                visit, content.movement("class-" + index), Optional.empty(), Optional.empty())))
                .ifPresent(facts::add);
    }

    private void addDoctorChanges(List<Fact> facts) {
        List<FhirElement> participants = content.encounter().children("participant");
        Optional<FhirElement> first = content.doctorElement();
        for (int i = 0; i < participants.size(); i++) {
            FhirElement participant = participants.get(i);
            if (first.filter(participant::equals).isPresent()
                    || !DataTypeMapper.hasCode(participant.children("type"), ATTENDING)) {
                continue;
            }
            Optional<MovementReference> movement = content.movement("doctor-" + i);
            startOf(participant)
                    .map(time -> fact(
                            time,
                            new ResponsibleDoctorChanged(
                                    content.visit(),
                                    movement,
                                    Optional.empty(),
                                    context.practitioner(participant.child("individual")))))
                    .ifPresent(facts::add);
        }
    }

    private void addLeaves(List<Fact> facts) {
        List<FhirElement> leaves = leaves();
        for (int i = 0; i < leaves.size(); i++) {
            Optional<MovementReference> leave = content.movement("leave-" + i);
            startOf(leaves.get(i))
                    .map(time -> leaveStarted(OccurrenceTime.stated(time), leave))
                    .ifPresent(facts::add);
            endOf(leaves.get(i))
                    .map(time -> fact(time, new LeaveEnded(content.visit(), leave, Optional.empty(), Optional.empty())))
                    .ifPresent(facts::add);
        }
    }

    private List<FhirElement> leaves() {
        return content.encounter().children("statusHistory").stream()
                .filter(EncounterMovements::isLeave)
                .toList();
    }

    private static boolean isLeave(FhirElement history) {
        return history.text("status").filter("onleave"::equals).isPresent();
    }

    /** The leave that the status states, and the history does not. */
    Optional<Fact> currentLeave() {
        boolean listed = leaves().stream()
                .anyMatch(leave -> startOf(leave).isPresent() && endOf(leave).isEmpty());
        return listed ? Optional.empty() : Optional.of(leaveStarted(context.reportedTime(), nextLeave()));
    }

    /** The patient is not on leave: a leave that the history does not end has ended. */
    Fact noLeave() {
        return content.fact(
                        context.reportedTime(),
                        new LeaveEnded(content.visit(), nextLeave(), Optional.empty(), Optional.empty()))
                .onlyIfKnown();
    }

    /** The history contains former statuses: the present leave follows those that it lists. */
    private Optional<MovementReference> nextLeave() {
        return content.movement("leave-" + leaves().size());
    }

    private Fact leaveStarted(OccurrenceTime since, Optional<MovementReference> leave) {
        return content.fact(since, new LeaveStarted(content.visit(), leave, Optional.empty(), Optional.empty()));
    }

    private Fact fact(ReportedTime time, StayEvent event) {
        return content.fact(OccurrenceTime.stated(time), event);
    }
}
