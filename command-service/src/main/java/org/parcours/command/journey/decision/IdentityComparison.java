package org.parcours.command.journey.decision;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.message.Fact;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;

/** Whether the state of a patient adds anything to what is recorded of the person. */
final class IdentityComparison {

    private IdentityComparison() {}

    /** The reports of one application count in the order in which it sent them, as on the screens. */
    static boolean addsNothing(Fact fact, PatientIdentityUpdated updated, String application, List<Envelope> history) {
        Set<Identifier> identifiers = new HashSet<>();
        List<Demographics> earlier = new ArrayList<>();
        List<Demographics> later = new ArrayList<>();
        for (Envelope recorded : history) {
            List<Demographics> part = isSentAfter(recorded, fact, application) ? later : earlier;
            switch (recorded.event()) {
                case PatientRegistered registered -> {
                    part.add(registered.demographics());
                    identifiers.addAll(registered.identifiers());
                }
                case PatientIdentityUpdated update -> {
                    part.add(update.demographics());
                    identifiers.addAll(update.identifiers());
                }
                default -> {}
            }
        }
        Demographics reported = fact.patient().demographics().updatedBy(updated.demographics());
        Demographics without = fold(fold(Demographics.UNKNOWN, earlier), later);
        Demographics with = fold(fold(Demographics.UNKNOWN, earlier).updatedBy(reported), later);
        return with.equals(without)
                && updated.identifiers().stream()
                        .allMatch(identifier -> identifiers.stream().anyMatch(identifier::isSameNumberAs));
    }

    private static Demographics fold(Demographics start, List<Demographics> reports) {
        Demographics known = start;
        for (Demographics report : reports) {
            known = known.updatedBy(report);
        }
        return known;
    }

    private static boolean isSentAfter(Envelope recorded, Fact fact, String application) {
        Optional<OffsetDateTime> sent = fact.annotations().sentAt();
        return recorded.reporter().application().equals(application)
                && recorded.annotations()
                        .sentAt()
                        .filter(at -> sent.filter(at::isAfter).isPresent())
                        .isPresent();
    }
}
