package org.parcours.query.update;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.DischargeLetterEvent;
import org.parcours.events.Envelope;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LabOrFunctionalExamEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.SurgeryEvent;
import org.parcours.query.store.DocumentChange;
import org.parcours.query.store.ViewReader;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.Timeline.FailedStep;
import org.parcours.query.views.StepRecord;
import org.parcours.query.views.ViewJson;

/**
 * What a batch of events changes in the views.
 *
 * @param positions the newest position of each patient whose timeline changes
 * @param failedSteps the steps that are shown as markers
 * @param moreFailed how many more entries than before are markers
 */
public record ViewBatch(
        List<DocumentChange> changes, Map<PatientId, Long> positions, List<FailedStep> failedSteps, long moreFailed) {

    /** @param events those that follow the last one in the views, in log order, without a gap */
    public static ViewBatch of(List<Envelope> events, ViewReader reader, ViewJson json, ZoneId hospital) {
        EventStreams streams = new EventStreams(reader, json, events);
        PatientRecordUpdater patients = new PatientRecordUpdater(reader, json, streams);
        StepRecordUpdater steps = new StepRecordUpdater(reader, json);
        patients.load(events.stream()
                .flatMap(event -> OwningPatientResolver.affectedPatients(event).stream())
                .toList());
        steps.load(events);
        events.forEach(event -> apply(event, patients, steps));
        patients.write();

        List<PatientId> moved = patients.withAbsorbed(patients.changedMerges()).values().stream()
                .flatMap(Set::stream)
                .distinct()
                .toList();
        Set<StepRecord> changed = new LinkedHashSet<>();
        steps.changed().forEach(id -> changed.add(steps.record(id)));
        if (!moved.isEmpty()) {
            changed.addAll(steps.ownedBy(moved));
        }
        Map<PatientId, PatientId> survivors = new HashMap<>();
        AffectedSteps affected = AffectedSteps.of(
                steps,
                changed,
                step -> survivors.computeIfAbsent(step.owner(), patients::survivor),
                step -> patients.formerSurvivor(steps.formerOwner(step.id())));
        TimelineUpdater timelines = new TimelineUpdater(
                reader, json, hospital, streams, events.getLast().position());
        timelines.update(affected, steps);
        steps.write();

        Set<PatientId> shown = new LinkedHashSet<>();
        patients.positions().keySet().forEach(patient -> {
            shown.add(patients.survivor(patient));
            shown.add(patients.formerSurvivor(patient));
        });
        affected.byShownStep().keySet().forEach(step -> shown.add(step.shownUnder()));
        TimelineHeadUpdater heads = new TimelineHeadUpdater(
                reader, json, hospital, streams, patients, events.getLast().position());
        List<DocumentChange> changedEntries = timelines.entries().changes();
        heads.update(shown, changedEntries);

        List<DocumentChange> changes = new ArrayList<>(changedEntries);
        Stream.of(streams.documents(), patients.documents(), steps.documents(), timelines.stays(), heads.heads())
                .forEach(documents -> changes.addAll(documents.changes()));
        Map<PatientId, Long> positions = new LinkedHashMap<>();
        shown.forEach(patient -> positions.put(patient, events.getLast().position()));
        positions.putAll(patients.positions());
        return new ViewBatch(changes, positions, timelines.failedSteps(), timelines.moreFailedEntries());
    }

    private static void apply(Envelope event, PatientRecordUpdater patients, StepRecordUpdater steps) {
        patients.apply(event);
        steps.apply(event);
        switch (event.event()) {
            case PatientsMerged e -> e.absorbed().ifPresent(absorbed -> patients.merge(event, absorbed));
            case PatientsUnmerged e ->
                e.separated()
                        .filter(patient -> !patient.equals(event.subject()))
                        .ifPresent(separated -> patients.unmerge(event, separated));
            case StayReassigned e -> e.from().ifPresent(from -> steps.reassign(event, from, event.subject()));
            case PatientRegistered _, PatientIdentityUpdated _ -> {}
            case AppointmentEvent _, StayEvent _, LabOrFunctionalExamEvent _, ImagingEvent _ -> {}
            case SurgeryEvent _, MedicationEvent _, DischargeLetterEvent _, OtherEvent _ -> {}
        }
    }
}
