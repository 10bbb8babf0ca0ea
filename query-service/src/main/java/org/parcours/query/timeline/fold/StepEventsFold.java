package org.parcours.query.timeline.fold;

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
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.EventId;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.OtherEvent.EventsWithdrawn;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;

/** Folds the events of one step or stay, given in any order, into timeline entries. */
public final class StepEventsFold {

    /** Usually one entry; for a stay, the stay and its movements. */
    public record FoldResult(List<TimelineEntry> entries, Optional<Stay> stay) {

        static final FoldResult EMPTY = new FoldResult(List.of(), Optional.empty());

        public FoldResult {
            entries = List.copyOf(entries);
        }
    }

    private enum StepFamily {
        ORDER,
        APPOINTMENT,
        SURGERY,
        MEDICATION,
        LETTER,
        OTHER
    }

    private StepEventsFold() {}

    /** The step or stay that an event belongs to; empty for identity events. */
    public static Optional<UUID> stepOf(Envelope envelope) {
        return switch (envelope.event()) {
            case StayEvent _, StayReassigned _ -> Optional.of(stayOf(envelope));
            case IdentityEvent _ -> Optional.empty();
            case AppointmentEvent _, LabOrFunctionalExamEvent _, ImagingEvent _, SurgeryEvent _ ->
                Optional.of(ownStep(envelope));
            case EventsWithdrawn withdrawn when withdrawn.keys().isEmpty() -> Optional.of(stayOf(envelope));
            case MedicationEvent _, DischargeLetterEvent _, OtherEvent _ -> Optional.of(ownStep(envelope));
        };
    }

    public static FoldResult fold(UUID step, List<Envelope> envelopes, ValidTimeCutoff cutoff) {
        SetAsideEvents setAside = SetAsideEvents.of(envelopes);
        FoldResult result = foldCounting(step, setAside.counting(), cutoff);
        return setAside.isEmpty() ? result : setAside.addTo(result, withdrawn -> foldCounting(step, withdrawn, cutoff));
    }

    private static FoldResult foldCounting(UUID step, List<Envelope> envelopes, ValidTimeCutoff cutoff) {
        List<Envelope> ofStay = new ArrayList<>();
        Map<StepFamily, List<Envelope>> families = new EnumMap<>(StepFamily.class);
        inChronologicalOrder(envelopes).forEach(envelope -> {
            switch (envelope.event()) {
                case StayEvent _, IdentityEvent _ -> ofStay.add(envelope);
                case LabOrFunctionalExamEvent _, ImagingEvent _ -> add(families, StepFamily.ORDER, envelope);
                case AppointmentEvent e -> add(families, StepFamily.APPOINTMENT, envelope);
                case SurgeryEvent e -> add(families, StepFamily.SURGERY, envelope);
                case MedicationEvent e -> add(families, StepFamily.MEDICATION, envelope);
                case DischargeLetterEvent e -> add(families, StepFamily.LETTER, envelope);
                case StepRecorded e -> add(families, StepFamily.OTHER, envelope);
                case EventsWithdrawn _ -> {}
            }
        });
        if (!ofStay.isEmpty()) {
            return StayFold.fold(step, ofStay, cutoff);
        }
        List<TimelineEntry> entries = new ArrayList<>();
        families.forEach((family, events) -> {
            List<Envelope> included = events.stream()
                    .filter(envelope -> isIncluded(envelope, cutoff))
                    .toList();
            if (!included.isEmpty()) {
                builders(step, family, included).forEach(builder -> entries.add(builder.build()));
            }
        });
        return new FoldResult(entries, Optional.empty());
    }

    private static List<EntryBuilder> builders(UUID step, StepFamily family, List<Envelope> events) {
        return switch (family) {
            case ORDER -> OrderExaminationSplitter.fold(step, events);
            case APPOINTMENT -> List.of(withAnomalies(AppointmentFold.fold(step, events), events));
            case SURGERY -> List.of(withAnomalies(SurgeryFold.fold(step, events), events));
            case MEDICATION -> List.of(withAnomalies(MedicationFold.fold(step, events), events));
            case LETTER -> List.of(withAnomalies(LetterFold.fold(step, events), events));
            case OTHER -> List.of(withAnomalies(CatalogueStepFold.fold(step, events), events));
        };
    }

    /** "Target unknown" is dropped where the step has other events: the target is known now. */
    static EntryBuilder withAnomalies(EntryBuilder builder, List<Envelope> events) {
        boolean hasOtherEvents = events.size() > 1;
        events.forEach(envelope -> builder.addAnomalies(envelope.anomalies().stream()
                .filter(anomaly -> !(hasOtherEvents && isMissingTarget(anomaly)))
                .toList()));
        return builder;
    }

    /** The distinct events by time, each after the event that it corrects, which was known when it was recorded. */
    private static Collection<Envelope> inChronologicalOrder(List<Envelope> envelopes) {
        List<Envelope> byTime = ChronologicalOrder.of(envelopes);
        Map<EventId, Envelope> byId = new HashMap<>();
        byTime.forEach(envelope -> byId.put(envelope.id(), envelope));
        Set<Envelope> ordered = new LinkedHashSet<>();
        for (Envelope envelope : byTime) {
            Set<Envelope> corrections = new LinkedHashSet<>();
            @Nullable Envelope current = envelope;
            while (current != null && !ordered.contains(current) && corrections.add(current)) {
                current = current.corrects().map(byId::get).orElse(null);
            }
            ordered.addAll(new ArrayList<>(corrections).reversed());
        }
        return ordered;
    }

    static boolean isMissingTarget(Anomaly anomaly) {
        return anomaly.code() == Anomaly.Code.CANCELS_NOTHING_KNOWN
                || anomaly.code() == Anomaly.Code.CORRECTS_NOTHING_KNOWN;
    }

    static Envelope firstRecorded(List<Envelope> events) {
        return events.stream().min(Comparator.comparing(Envelope::position)).orElseThrow();
    }

    private static boolean isIncluded(Envelope envelope, ValidTimeCutoff cutoff) {
        return switch (envelope.event()) {
            case PatientArrived _ -> cutoff.includes(envelope);
            case AppointmentEvent _, LabOrFunctionalExamEvent.ExamOrdered _ -> cutoff.includesPlan(envelope);
            case ImagingEvent.ImagingOrdered _, SurgeryEvent.SurgeryScheduled _ -> cutoff.includesPlan(envelope);
            case EventsWithdrawn _ -> true;
            case StepRecorded e ->
                switch (e.status()) {
                    case PLANNED, CANCELLED, NOT_DONE, WITHDRAWN -> cutoff.includesPlan(envelope);
                    case IN_PROGRESS, DONE, ON_HOLD, STOPPED, UNKNOWN -> cutoff.includes(envelope);
                };
            case LabOrFunctionalExamEvent _, ImagingEvent _, SurgeryEvent _, MedicationEvent _ ->
                cutoff.includes(envelope);
            case DischargeLetterEvent _, StayEvent _, IdentityEvent _ -> cutoff.includes(envelope);
        };
    }

    private static void add(Map<StepFamily, List<Envelope>> families, StepFamily family, Envelope envelope) {
        families.computeIfAbsent(family, f -> new ArrayList<>()).add(envelope);
    }

    private static UUID ownStep(Envelope envelope) {
        return envelope.step().map(s -> s.value()).orElseGet(() -> envelope.id().value());
    }

    private static UUID stayOf(Envelope envelope) {
        return envelope.stay().map(s -> s.value()).orElseGet(() -> envelope.id().value());
    }
}
