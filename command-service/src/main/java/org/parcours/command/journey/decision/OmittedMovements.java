package org.parcours.command.journey.decision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.journey.CorrectionAndAnomalies;
import org.parcours.command.message.Fact;
import org.parcours.command.message.ParsedMessage;
import org.parcours.events.Envelope;
import org.parcours.events.MovementReference;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayEvent.PatientAdmitted;
import org.parcours.events.StayEvent.PatientClassChangeCancelled;
import org.parcours.events.StayEvent.PatientClassChanged;
import org.parcours.events.StayEvent.PatientTransferred;
import org.parcours.events.StayEvent.ResponsibleDoctorChangeCancelled;
import org.parcours.events.StayEvent.ResponsibleDoctorChanged;
import org.parcours.events.StayEvent.TransferCancelled;

/**
 * The movements that an earlier version of an Encounter lists, and the present one does not: they did not take place (FHIR
 * R4, 3.1.0.4: an update replaces the whole resource). One that lists no place at all says nothing about them.
 */
record OmittedMovements(ParsedMessage message, EventCollector collector) {

    /** @param index of the admission, the fact of the Encounter as a whole, in its last version */
    void cancel(int index, PatientId patient) {
        FactDecisionState state = collector.state().factStates().get(index);
        Fact fact = state.fact();
        boolean listsPlaces = fact.event() instanceof PatientAdmitted admitted
                && admitted.location().isPresent();
        if (!listsPlaces) {
            return;
        }
        Set<String> listed = message.facts().stream()
                .filter(each -> !each.takesBack() && each.event() instanceof StayEvent)
                .flatMap(each -> name(state.stays(), (StayEvent) each.event()).stream())
                .collect(Collectors.toSet());
        latest(state).forEach((name, recorded) -> {
            if (!listed.contains(name)) {
                cancellation((StayEvent) recorded.event(), (StayEvent) fact.event())
                        .ifPresent(event -> cancel(fact, patient, state, recorded, event));
            }
        });
    }

    private void cancel(Fact fact, PatientId patient, FactDecisionState state, Envelope recorded, StayEvent event) {
        collector.record(
                fact.withEvent(event),
                patient,
                event,
                StateWithdrawal.reportedAt(fact, message),
                state.withEvent(event),
                new CorrectionAndAnomalies(Optional.of(recorded.id()), List.of()),
                StateWithdrawal.annotations(fact));
    }

    /** The last event of each movement that this Encounter listed, by the movement's name. */
    private Map<String, Envelope> latest(FactDecisionState state) {
        Map<String, Envelope> latest = new LinkedHashMap<>();
        for (Envelope recorded : RecordedEvents.inEffect(state.history())) {
            if (recorded.event() instanceof StayEvent stay
                    && recorded.reporter().application().equals(message.sender().application())) {
                name(state.stays(), stay).ifPresent(name -> latest.put(name, recorded));
            }
        }
        return latest;
    }

    private static Optional<String> name(StayNumbers stays, StayEvent event) {
        return event.movement().map(MovementReference::id).flatMap(stays::movementName);
    }

    /** Empty for what is no element of a list, and for what is cancelled already. */
    private static Optional<StayEvent> cancellation(StayEvent recorded, StayEvent admission) {
        return switch (recorded) {
            case PatientTransferred transferred ->
                Optional.of(new TransferCancelled(admission.visit(), transferred.movement()));
            case PatientClassChanged changed ->
                Optional.of(new PatientClassChangeCancelled(admission.visit(), changed.movement()));
            case ResponsibleDoctorChanged changed ->
                Optional.of(new ResponsibleDoctorChangeCancelled(admission.visit(), changed.movement()));
            default -> Optional.empty();
        };
    }
}
