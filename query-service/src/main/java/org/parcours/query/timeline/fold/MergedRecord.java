package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;

/** @param recordedAt when the merge was recorded */
public record MergedRecord(
        PatientId absorbed, Optional<PersonName> name, List<Identifier> identifiers, Optional<Instant> recordedAt) {

    public MergedRecord {
        identifiers = List.copyOf(identifiers);
    }

    static MergedRecord of(PatientId absorbed, Collection<Envelope> identity) {
        PatientIdentity identityOfAbsorbed = PatientIdentity.of(absorbed, List.of(), identity);
        return new MergedRecord(
                absorbed,
                identityOfAbsorbed.demographics().name().or(identityOfAbsorbed.demographics()::birthName),
                identityOfAbsorbed.identifiers(),
                identity.stream()
                        .filter(envelope -> envelope.event() instanceof PatientsMerged merge
                                && merge.absorbed().equals(Optional.of(absorbed)))
                        .max(Comparator.comparing(Envelope::position))
                        .map(Envelope::recordedAt));
    }
}
