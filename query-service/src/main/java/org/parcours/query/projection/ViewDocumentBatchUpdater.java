package org.parcours.query.projection;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.parcours.events.Anomaly;
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
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.projection.DocumentOrMarkerWriter.WriteRequest;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.RedactedExceptionFormatter;
import org.parcours.query.timeline.fold.StepEventsFold;
import org.parcours.query.views.EmbeddedEventListMapper;
import org.parcours.query.views.ViewCollections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents that a batch of events changes. Each is read once, by {@code _id} except where a stay is reassigned,
 * changed in memory and written once.
 */
final class ViewDocumentBatchUpdater {

    private static final Logger LOG = LoggerFactory.getLogger(ViewDocumentBatchUpdater.class);

    /** The anomalies of the identity work list. */
    private static final Set<Anomaly.Code> IDENTITY_ANOMALIES = EnumSet.of(
            Anomaly.Code.ANOTHER_PERSON_UNDER_THIS_NUMBER,
            Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS,
            Anomaly.Code.STAY_OF_ANOTHER_PATIENT,
            Anomaly.Code.STEP_OF_ANOTHER_PATIENT);

    private final ViewCollections views;
    private final EmbeddedEventListMapper eventMapper;
    private final List<Envelope> newEvents;
    private final EventCodec codec;
    /** Each event is encoded once, however many documents contain it. */
    private final Map<Envelope, String> encodedEvents = new IdentityHashMap<>();

    private final Map<String, StepDocument> steps = new HashMap<>();
    private final Map<PatientId, PatientIdentityDocument> patients = new HashMap<>();
    private final Map<PatientId, Long> changes = new LinkedHashMap<>();

    ViewDocumentBatchUpdater(ViewCollections views, EventCodec codec, List<Envelope> newEvents) {
        this.views = views;
        this.eventMapper = new EmbeddedEventListMapper(views, codec);
        this.codec = codec;
        this.newEvents = newEvents;
    }

    void apply() {
        load();
        for (Envelope envelope : newEvents) {
            OwningPatientResolver.affectedPatients(envelope).forEach(patient -> {
                patient(patient).apply(envelope);
                changes.put(patient, envelope.position());
            });
            try {
                apply(envelope);
            } catch (RuntimeException e) {
                DocumentOrMarkerWriter.requireCausedByContent(e);
                LOG.error(
                        "projection cannot apply position={}, the views continue without it cause={}",
                        envelope.position(),
                        RedactedExceptionFormatter.of(e));
                patient(envelope.subject()).markIncomplete(envelope);
            }
        }
    }

    private void apply(Envelope envelope) {
        StepEventsFold.stepOf(envelope).ifPresent(step -> applyToStep(envelope, step));
        switch (envelope.event()) {
            case PatientsMerged e -> e.absorbed().ifPresent(absorbed -> merge(envelope, absorbed));
            case PatientsUnmerged e ->
                e.separated()
                        .filter(patient -> !patient.equals(envelope.subject()))
                        // An A37 names the two records in any order.
                        .ifPresent(separated ->
                                unmerge(isMergedInto(envelope.subject(), separated) ? envelope.subject() : separated));
            case StayReassigned e -> e.from().ifPresent(from -> reassign(envelope, from, envelope.subject()));
            case PatientRegistered _, PatientIdentityUpdated _ -> {}
            case AppointmentEvent _, StayEvent _, LabOrFunctionalExamEvent _, ImagingEvent _ -> {}
            case SurgeryEvent _, MedicationEvent _, DischargeLetterEvent _, OtherEvent _ -> {}
        }
    }

    private void load() {
        Set<String> patientIds = new LinkedHashSet<>();
        Set<String> stepIds = new LinkedHashSet<>();
        for (Envelope envelope : newEvents) {
            OwningPatientResolver.affectedPatients(envelope).forEach(patient -> patientIds.add(patient.toString()));
            StepEventsFold.stepOf(envelope).ifPresent(step -> stepIds.add(StepDocument.id(envelope.subject(), step)));
            envelope.stay().ifPresent(stay -> stepIds.add(StepDocument.id(envelope.subject(), stay.value())));
        }
        for (Document document : views.patients().find(Filters.in("_id", patientIds))) {
            PatientIdentityDocument patient = PatientIdentityDocument.fromDocument(document, eventMapper);
            patients.put(patient.id, patient);
        }
        patientIds.forEach(id -> patients.computeIfAbsent(PatientId.of(id), PatientIdentityDocument::new));
        for (Document document : views.steps().find(Filters.in("_id", stepIds))) {
            StepDocument step = StepDocument.fromDocument(document, eventMapper);
            steps.put(step.id, step);
        }
        stepIds.forEach(id -> steps.computeIfAbsent(id, ViewDocumentBatchUpdater::newStep));
    }

    private static StepDocument newStep(String id) {
        int slash = id.indexOf('/');
        return new StepDocument(PatientId.of(id.substring(0, slash)), UUID.fromString(id.substring(slash + 1)));
    }

    private PatientIdentityDocument patient(PatientId id) {
        return patients.computeIfAbsent(id, key -> {
            Document document =
                    views.patients().find(Filters.eq("_id", key.toString())).first();
            return document == null
                    ? new PatientIdentityDocument(key)
                    : PatientIdentityDocument.fromDocument(document, eventMapper);
        });
    }

    private StepDocument step(String id) {
        return steps.computeIfAbsent(id, key -> {
            Document document = views.steps().find(Filters.eq("_id", key)).first();
            return document == null ? newStep(key) : StepDocument.fromDocument(document, eventMapper);
        });
    }

    private void applyToStep(Envelope envelope, UUID step) {
        StepDocument document = step(StepDocument.id(envelope.subject(), step));
        document.apply(envelope);
        // A step has the same owner as its stay.
        document.stay
                .filter(stay -> !stay.equals(step))
                .ifPresent(stay -> document.owner = step(StepDocument.id(envelope.subject(), stay)).owner);
    }

    private void merge(Envelope merge, PatientId absorbed) {
        PatientId survivor = merge.subject();
        if (survivor.equals(absorbed) || patient(absorbed).isOver(merge)) {
            return;
        }
        if (isMergedInto(survivor, absorbed)) {
            unmerge(survivor);
        }
        patient(absorbed).mergedInto = Optional.of(survivor);
    }

    private void unmerge(PatientId patient) {
        patient(patient).mergedInto = Optional.empty();
    }

    private boolean isMergedInto(PatientId patient, PatientId other) {
        // Of two records that a batch wrote one by one, a crash may leave each merged into the other.
        Set<PatientId> seen = new HashSet<>();
        for (Optional<PatientId> survivor = patient(patient).mergedInto;
                survivor.isPresent() && seen.add(survivor.get());
                survivor = patient(survivor.get()).mergedInto) {
            if (survivor.get().equals(other)) {
                return true;
            }
        }
        return false;
    }

    private void reassign(Envelope envelope, PatientId from, PatientId to) {
        if (from.equals(to)) {
            return;
        }
        OwningPatientResolver.stays(envelope).forEach(stay -> reassign(stay, from, to));
    }

    private void reassign(UUID stay, PatientId from, PatientId to) {
        StepDocument source = step(StepDocument.id(from, stay));
        StepDocument target = step(StepDocument.id(to, stay));
        for (PatientId former : source.receivedFrom) {
            StepDocument document = step(StepDocument.id(former, stay));
            if (document.owner.equals(from)) {
                moveStay(document, to);
            }
        }
        moveStay(source, to);
        moveStay(target, to);
        target.receivedFrom.add(from);
        target.receivedFrom.addAll(source.receivedFrom);
        target.receivedFrom.remove(to);
    }

    /** Moves a stay and the steps recorded within it for the same patient, whether loaded or stored. */
    private void moveStay(StepDocument stay, PatientId to) {
        stay.owner = to;
        views.steps()
                .find(Filters.and(
                        Filters.eq("recordedFor", stay.recordedFor.toString()),
                        Filters.eq("stay", stay.step.toString())))
                .projection(Projections.include("_id"))
                .forEach(document -> step(document.getString("_id")));
        steps.values().stream().filter(step -> step.isPartOf(stay)).forEach(step -> step.owner = to);
    }

    /**
     * Writes the journal first, because markers and long documents refer to it.
     *
     * @return whether a marker was written
     */
    boolean write() {
        Set<Object> unwritable = DocumentOrMarkerWriter.write(
                views.journal(),
                newEvents.stream()
                        .map(envelope -> new WriteRequest(
                                envelope.position(),
                                () -> journalDocument(envelope).append("envelope", json(envelope)),
                                cause -> journalDocument(envelope).append(DocumentOrMarkerWriter.FAILURE, cause)))
                        .toList());
        newEvents.stream()
                .filter(envelope -> unwritable.contains(envelope.position()))
                .forEach(envelope -> patient(envelope.subject()).markIncomplete(envelope));
        Set<Object> markedSteps = DocumentOrMarkerWriter.write(
                views.steps(),
                steps.values().stream()
                        .map(step -> new WriteRequest(step.id, () -> step.toDocument(this::json), step::toMarker))
                        .toList());
        Set<Object> markedPatients = DocumentOrMarkerWriter.write(
                views.patients(),
                patients.values().stream()
                        .map(patient -> new WriteRequest(
                                patient.id.toString(), () -> patient.toDocument(this::json), patient::toMarker))
                        .toList());
        return !unwritable.isEmpty() || !markedSteps.isEmpty() || !markedPatients.isEmpty();
    }

    private String json(Envelope envelope) {
        return encodedEvents.computeIfAbsent(envelope, e -> new String(codec.encode(e), StandardCharsets.UTF_8));
    }

    private static Document journalDocument(Envelope envelope) {
        Document document = new Document("_id", envelope.position())
                .append(
                        "patients",
                        OwningPatientResolver.affectedPatients(envelope).stream()
                                .map(PatientId::toString)
                                .toList())
                .append("type", EventType.of(envelope.event().getClass()).toString())
                .append("recordedAt", Date.from(envelope.recordedAt()));
        List<Document> identityAnomalies = envelope.anomalies().stream()
                .filter(anomaly -> IDENTITY_ANOMALIES.contains(anomaly.code()))
                .map(ViewDocumentBatchUpdater::anomalyDocument)
                .toList();
        return identityAnomalies.isEmpty()
                ? document
                : document.append("application", envelope.reporter().application())
                        .append("identityAnomalies", identityAnomalies);
    }

    private static Document anomalyDocument(Anomaly anomaly) {
        Document document = new Document("code", anomaly.code().name());
        anomaly.detail().ifPresent(detail -> document.append("detail", detail));
        return document;
    }

    Map<PatientId, Long> changes() {
        return changes;
    }
}
