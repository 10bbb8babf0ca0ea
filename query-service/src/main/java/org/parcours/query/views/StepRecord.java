package org.parcours.query.views;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.parcours.events.PatientId;

/**
 * One step as recorded for one patient.
 *
 * @param owner the patient whose step it is now: another one after its stay was reassigned
 * @param stay the stay that its last event names; {@code stays}: all that its events name
 * @param firstPosition of its first event; {@link Long#MAX_VALUE} where it has none
 * @param otherIds the ids of the same step by its other numbers
 * @param receivedFrom of a stay: its former owners, whose documents of it are shown under this owner
 */
public record StepRecord(
        PatientId recordedFor,
        UUID step,
        PatientId owner,
        Optional<UUID> stay,
        Set<UUID> stays,
        long firstPosition,
        Set<UUID> otherIds,
        Set<PatientId> receivedFrom) {

    public StepRecord {
        stays = SortedCopy.of(stays);
        otherIds = SortedCopy.of(otherIds);
        receivedFrom = SortedCopy.of(receivedFrom);
    }

    public String id() {
        return ViewCollections.step(recordedFor.toString(), step.toString());
    }

    /** Its own id and the others. */
    public Set<UUID> ids() {
        Set<UUID> ids = new LinkedHashSet<>(otherIds);
        ids.add(step);
        return ids;
    }

    public StepRecord ownedBy(PatientId patient) {
        return new StepRecord(recordedFor, step, patient, stay, stays, firstPosition, otherIds, receivedFrom);
    }

    public StepRecord receivedFrom(Set<PatientId> former) {
        return new StepRecord(recordedFor, step, owner, stay, stays, firstPosition, otherIds, former);
    }
}
