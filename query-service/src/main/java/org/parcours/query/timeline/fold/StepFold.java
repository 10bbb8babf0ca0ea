package org.parcours.query.timeline.fold;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.parcours.events.Anomaly;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.ExamEvent;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LetterEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** The events of one step or stay, in whatever order, as entries of the timeline. */
public final class StepFold {

    /** What one step gives: usually one entry; a stay gives itself and its movements. */
    public record Folded(List<Entry> entries, Optional<Stay> stay) {

        static final Folded NOTHING = new Folded(List.of(), Optional.empty());

        public Folded {
            entries = List.copyOf(entries);
        }
    }

    private enum Family {
        ORDER,
        APPOINTMENT,
        SURGERY,
        MEDICATION,
        LETTER,
        OTHER
    }

    /**
     * A plan may lie ahead of its telling; then the telling is what happened. A cancellation that came before what it
     * cancels, and is told for the same moment, belongs behind it.
     */
    private static final Comparator<Envelope> BY_TIME = Comparator.comparing(StepFold::happened)
            .thenComparing(envelope -> envelope.anomalies().stream().anyMatch(StepFold::waitsForItsTarget))
            .thenComparing(Envelope::position);

    private StepFold() {}

    /** The step or stay that an event belongs to; empty for what concerns the patient as a person. */
    public static Optional<UUID> stepOf(Envelope envelope) {
        return switch (envelope.event()) {
            case StayEvent e -> Optional.of(stayOf(envelope));
            case StayReassigned e -> Optional.of(stayOf(envelope));
            case IdentityEvent e -> Optional.empty();
            case AppointmentEvent e -> Optional.of(ownStep(envelope));
            case ExamEvent e -> Optional.of(ownStep(envelope));
            case ImagingEvent e -> Optional.of(ownStep(envelope));
            case SurgeryEvent e -> Optional.of(ownStep(envelope));
            case MedicationEvent e -> Optional.of(ownStep(envelope));
            case LetterEvent e -> Optional.of(ownStep(envelope));
            case OtherEvent e -> Optional.of(ownStep(envelope));
        };
    }

    public static Folded fold(UUID step, List<Envelope> envelopes, AsOf asOf) {
        List<Envelope> ofStay = new ArrayList<>();
        Map<Family, List<Envelope>> families = new EnumMap<>(Family.class);
        asItHappened(envelopes).forEach(envelope -> {
            switch (envelope.event()) {
                case StayEvent e -> ofStay.add(envelope);
                case IdentityEvent e -> ofStay.add(envelope);
                case ExamEvent e -> add(families, Family.ORDER, envelope);
                case ImagingEvent e -> add(families, Family.ORDER, envelope);
                case AppointmentEvent e -> add(families, Family.APPOINTMENT, envelope);
                case SurgeryEvent e -> add(families, Family.SURGERY, envelope);
                case MedicationEvent e -> add(families, Family.MEDICATION, envelope);
                case LetterEvent e -> add(families, Family.LETTER, envelope);
                case OtherEvent e -> add(families, Family.OTHER, envelope);
            }
        });
        if (!ofStay.isEmpty()) {
            return StayFold.fold(step, ofStay, asOf);
        }
        List<Entry> entries = new ArrayList<>();
        families.forEach((family, told) -> {
            List<Envelope> counting =
                    told.stream().filter(envelope -> counts(envelope, asOf)).toList();
            if (!counting.isEmpty()) {
                drafts(step, family, counting).forEach(draft -> entries.add(draft.entry()));
            }
        });
        return new Folded(entries, Optional.empty());
    }

    private static List<Draft> drafts(UUID step, Family family, List<Envelope> told) {
        return switch (family) {
            case ORDER -> OrderFold.fold(step, told);
            case APPOINTMENT -> List.of(flagged(AppointmentFold.fold(step, told), told));
            case SURGERY -> List.of(flagged(SurgeryFold.fold(step, told), told));
            case MEDICATION -> List.of(flagged(MedicationFold.fold(step, told), told));
            case LETTER -> List.of(flagged(LetterFold.fold(step, told), told));
            case OTHER -> List.of(flagged(OtherFold.fold(step, told), told));
        };
    }

    /** What is cancelled or corrected may have been told since: then there is nothing left to wonder at. */
    static Draft flagged(Draft draft, List<Envelope> told) {
        boolean known = told.size() > 1;
        told.forEach(envelope -> draft.flags(envelope.anomalies().stream()
                .filter(anomaly -> !(known && waitsForItsTarget(anomaly)))
                .toList()));
        return draft;
    }

    /** Each once, by time, but none before the one that it corrects: when it was decided, that one was known. */
    private static Collection<Envelope> asItHappened(List<Envelope> envelopes) {
        List<Envelope> byTime = envelopes.stream().sorted(BY_TIME).distinct().toList();
        Map<EventId, Envelope> byId = new HashMap<>();
        byTime.forEach(envelope -> byId.put(envelope.id(), envelope));
        Set<Envelope> ordered = new LinkedHashSet<>();
        for (Envelope envelope : byTime) {
            Set<Envelope> corrections = new LinkedHashSet<>();
            @Nullable Envelope at = envelope;
            while (at != null && !ordered.contains(at) && corrections.add(at)) {
                at = at.corrects().map(byId::get).orElse(null);
            }
            ordered.addAll(new ArrayList<>(corrections).reversed());
        }
        return ordered;
    }

    static boolean waitsForItsTarget(Anomaly anomaly) {
        return anomaly.code() == Anomaly.Code.CANCELS_NOTHING_KNOWN
                || anomaly.code() == Anomaly.Code.CORRECTS_NOTHING_KNOWN;
    }

    static Envelope first(List<Envelope> told) {
        return told.stream().min(Comparator.comparing(Envelope::position)).orElseThrow();
    }

    static Instant happened(Envelope envelope) {
        Instant occurred = envelope.occurredAt().toInstant();
        return occurred.isBefore(envelope.recordedAt()) ? occurred : envelope.recordedAt();
    }

    private static boolean counts(Envelope envelope, AsOf asOf) {
        return switch (envelope.event()) {
            case PatientArrived e -> asOf.includes(envelope);
            case AppointmentEvent e -> asOf.includesPlan(envelope);
            case ExamEvent.ExamOrdered e -> asOf.includesPlan(envelope);
            case ImagingEvent.ImagingOrdered e -> asOf.includesPlan(envelope);
            case SurgeryEvent.SurgeryScheduled e -> asOf.includesPlan(envelope);
            case OtherEvent.StepRecorded e ->
                switch (e.status()) {
                    case PLANNED, CANCELLED -> asOf.includesPlan(envelope);
                    case IN_PROGRESS, DONE -> asOf.includes(envelope);
                };
            case ExamEvent e -> asOf.includes(envelope);
            case ImagingEvent e -> asOf.includes(envelope);
            case SurgeryEvent e -> asOf.includes(envelope);
            case MedicationEvent e -> asOf.includes(envelope);
            case LetterEvent e -> asOf.includes(envelope);
            case StayEvent e -> asOf.includes(envelope);
            case IdentityEvent e -> asOf.includes(envelope);
        };
    }

    private static void add(Map<Family, List<Envelope>> families, Family family, Envelope envelope) {
        families.computeIfAbsent(family, f -> new ArrayList<>()).add(envelope);
    }

    private static UUID ownStep(Envelope envelope) {
        return envelope.step().map(s -> s.value()).orElseGet(() -> envelope.id().value());
    }

    private static UUID stayOf(Envelope envelope) {
        return envelope.stay().map(s -> s.value()).orElseGet(() -> envelope.id().value());
    }
}
