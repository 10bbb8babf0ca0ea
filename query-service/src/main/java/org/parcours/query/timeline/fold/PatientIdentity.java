package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parcours.events.Anomaly;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.PatientId;

/** The demographics of the patient's own record, and the identifiers of all records merged into it. */
public record PatientIdentity(
        PatientId id,
        List<Identifier> identifiers,
        Demographics demographics,
        List<MergedRecord> merges,
        IdentityDetails details) {

    public PatientIdentity {
        identifiers = List.copyOf(identifiers);
        merges = List.copyOf(merges);
    }

    /** @param identity identity events; only those of the patient's own record and of the absorbed ones are used */
    public static PatientIdentity of(PatientId id, Collection<PatientId> absorbed, Collection<Envelope> identity) {
        PatientIdentity result = new PatientIdentity(
                id,
                List.of(),
                Demographics.UNKNOWN,
                absorbed.stream()
                        .sorted(Comparator.comparing(PatientId::toString))
                        .map(other -> MergedRecord.of(other, identity))
                        .toList(),
                IdentityDetails.NONE);
        List<Envelope> reports = new ArrayList<>();
        for (Envelope envelope : inOrderOfReport(identity)) {
            if (envelope.event() instanceof IdentityEvent event) {
                boolean own = envelope.subject().equals(id);
                if (own || absorbed.contains(envelope.subject())) {
                    boolean changes = own && changesThePerson(envelope);
                    result = result.apply(event, changes);
                    if (changes && isReport(event)) {
                        reports.add(envelope);
                    }
                }
            }
        }
        return result.withDetails(IdentityDetails.of(reports));
    }

    /** In log order, but the reports of one application in the order in which it sent them. */
    private static List<Envelope> inOrderOfReport(Collection<Envelope> identity) {
        List<Envelope> ordered = new ArrayList<>(identity.stream()
                .sorted(Comparator.comparing(Envelope::position))
                .toList());
        Map<String, List<Integer>> places = new HashMap<>();
        for (int i = 0; i < ordered.size(); i++) {
            if (ordered.get(i).annotations().sentAt().isPresent()) {
                places.computeIfAbsent(ordered.get(i).reporter().application(), _ -> new ArrayList<>())
                        .add(i);
            }
        }
        for (List<Integer> ofApplication : places.values()) {
            List<Envelope> sent = ofApplication.stream()
                    .map(ordered::get)
                    .sorted(Comparator.comparing(PatientIdentity::sentAt).thenComparing(Envelope::position))
                    .toList();
            for (int i = 0; i < sent.size(); i++) {
                ordered.set(ofApplication.get(i), sent.get(i));
            }
        }
        return ordered;
    }

    private static Instant sentAt(Envelope envelope) {
        return envelope.annotations().sentAt().map(OffsetDateTime::toInstant).orElse(Instant.MIN);
    }

    /**
     * An update that seems to be another person's does not change the identity that is shown: a person decides. An older
     * version of a resource is history: what a later one left out is no longer so.
     */
    private static boolean changesThePerson(Envelope envelope) {
        return !(envelope.event() instanceof PatientIdentityUpdated)
                || envelope.anomalies().stream()
                        .map(Anomaly::code)
                        .noneMatch(code -> code == Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER
                                || code == Anomaly.Code.OLDER_VERSION);
    }

    private static boolean isReport(IdentityEvent event) {
        return event instanceof PatientRegistered || event instanceof PatientIdentityUpdated;
    }

    private PatientIdentity withDetails(IdentityDetails more) {
        return new PatientIdentity(id, identifiers, demographics, merges, more);
    }

    private PatientIdentity apply(IdentityEvent event, boolean own) {
        return switch (event) {
            case PatientRegistered e -> updated(e.identifiers(), List.of(), e.demographics(), own);
            case PatientIdentityUpdated e -> updated(e.identifiers(), e.retired(), e.demographics(), own);
            case PatientsMerged _, PatientsUnmerged _, StayReassigned _ -> this;
        };
    }

    private PatientIdentity updated(
            List<Identifier> added, List<Identifier> retired, Demographics reported, boolean own) {
        List<Identifier> all = new ArrayList<>(identifiers);
        all.removeIf(known -> retired.stream().anyMatch(known::isSameNumberAs));
        added.stream()
                .filter(candidate -> all.stream().noneMatch(candidate::isSameNumberAs))
                .forEach(all::add);
        return new PatientIdentity(id, all, own ? demographics.updatedBy(reported) : demographics, merges, details);
    }
}
