package org.parcours.query.projection;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Projections.include;

import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;
import org.parcours.events.AppointmentEvent;
import org.parcours.events.Envelope;
import org.parcours.events.ExamEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.IdentityEvent.PatientRegistered;
import org.parcours.events.IdentityEvent.PatientsMerged;
import org.parcours.events.IdentityEvent.PatientsUnmerged;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.ImagingEvent;
import org.parcours.events.LetterEvent;
import org.parcours.events.MedicationEvent;
import org.parcours.events.OtherEvent;
import org.parcours.events.PatientId;
import org.parcours.events.StayEvent;
import org.parcours.events.StayId;
import org.parcours.events.SurgeryEvent;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.EventType;
import org.parcours.query.projection.Marking.Writing;
import org.parcours.query.timeline.fold.Relations;
import org.parcours.query.timeline.fold.StepFold;
import org.parcours.query.views.StoredEvents;
import org.parcours.query.views.Views;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The documents that a batch of events touches: read once, changed in memory, written once. */
final class Batch {

    private static final Logger log = LoggerFactory.getLogger(Batch.class);

    private final Views views;
    private final StoredEvents stored;
    private final List<Envelope> news;
    private final Encoded encoded;
    private final Map<String, StepDocument> steps = new HashMap<>();
    private final Map<PatientId, PatientDocument> patients = new HashMap<>();
    private final Map<PatientId, Long> changes = new LinkedHashMap<>();

    Batch(Views views, EventCodec codec, List<Envelope> news) {
        this.views = views;
        this.stored = new StoredEvents(views, codec);
        this.encoded = new Encoded(codec);
        this.news = news;
    }

    void apply() {
        load();
        for (Envelope envelope : news) {
            Relations.concerned(envelope).forEach(patient -> {
                patient(patient).take(envelope);
                changes.put(patient, envelope.position());
            });
            try {
                apply(envelope);
            } catch (RuntimeException e) {
                if (!Marking.isFaultOfWhatIsWritten(e)) {
                    throw e;
                }
                log.error(
                        "projection cannot apply position={}, the views go on without it cause={}",
                        envelope.position(),
                        Marking.cause(e));
                patient(envelope.subject()).lacks(envelope);
            }
        }
    }

    private void apply(Envelope envelope) {
        StepFold.stepOf(envelope).ifPresent(step -> step(envelope, step));
        switch (envelope.event()) {
            case PatientsMerged e -> e.absorbed().ifPresent(absorbed -> merge(envelope.subject(), absorbed));
            case PatientsUnmerged e ->
                e.separated()
                        .filter(separated -> !separated.equals(envelope.subject()))
                        .ifPresent(this::separate);
            case StayReassigned e -> e.from().ifPresent(from -> reassign(envelope, from, envelope.subject()));
            case PatientRegistered e -> {}
            case PatientIdentityUpdated e -> {}
            case AppointmentEvent e -> {}
            case StayEvent e -> {}
            case ExamEvent e -> {}
            case ImagingEvent e -> {}
            case SurgeryEvent e -> {}
            case MedicationEvent e -> {}
            case LetterEvent e -> {}
            case OtherEvent e -> {}
        }
    }

    private void load() {
        Set<String> patientIds = new LinkedHashSet<>();
        Set<String> stepIds = new LinkedHashSet<>();
        for (Envelope envelope : news) {
            Relations.concerned(envelope).forEach(patient -> patientIds.add(patient.toString()));
            StepFold.stepOf(envelope).ifPresent(step -> stepIds.add(StepDocument.id(envelope.subject(), step)));
            envelope.stay().ifPresent(stay -> stepIds.add(StepDocument.id(envelope.subject(), stay.value())));
        }
        for (Document document : views.patients().find(in("_id", patientIds))) {
            PatientDocument patient = PatientDocument.read(document, stored);
            patients.put(patient.id, patient);
        }
        patientIds.forEach(id -> patients.computeIfAbsent(PatientId.of(id), PatientDocument::new));
        for (Document document : views.steps().find(in("_id", stepIds))) {
            StepDocument step = StepDocument.read(document, stored);
            steps.put(step.id, step);
        }
        stepIds.forEach(id -> steps.computeIfAbsent(id, Batch::fresh));
    }

    private static StepDocument fresh(String id) {
        int slash = id.indexOf('/');
        return new StepDocument(PatientId.of(id.substring(0, slash)), UUID.fromString(id.substring(slash + 1)));
    }

    private PatientDocument patient(PatientId id) {
        return patients.computeIfAbsent(id, missing -> {
            Document document =
                    views.patients().find(eq("_id", missing.toString())).first();
            return document == null ? new PatientDocument(missing) : PatientDocument.read(document, stored);
        });
    }

    private StepDocument step(String id) {
        return steps.computeIfAbsent(id, missing -> {
            Document document = views.steps().find(eq("_id", missing)).first();
            return document == null ? fresh(missing) : StepDocument.read(document, stored);
        });
    }

    private void step(Envelope envelope, UUID step) {
        StepDocument document = step(StepDocument.id(envelope.subject(), step));
        document.take(envelope);
        // A step goes where its stay goes.
        document.stay
                .filter(stay -> !stay.equals(step))
                .ifPresent(stay -> document.owner = step(StepDocument.id(envelope.subject(), stay)).owner);
    }

    private void merge(PatientId survivor, PatientId absorbed) {
        if (survivor.equals(absorbed)) {
            return;
        }
        if (isUnder(survivor, absorbed)) {
            separate(survivor);
        }
        separate(absorbed);
        patient(absorbed).mergedInto = Optional.of(survivor);
        patient(survivor).absorbed.add(absorbed);
    }

    private void separate(PatientId separated) {
        patient(separated).mergedInto.ifPresent(from -> patient(from).absorbed.remove(separated));
        patient(separated).mergedInto = Optional.empty();
    }

    private boolean isUnder(PatientId patient, PatientId other) {
        for (Optional<PatientId> up = patient(patient).mergedInto; up.isPresent(); up = patient(up.get()).mergedInto) {
            if (up.get().equals(other)) {
                return true;
            }
        }
        return false;
    }

    private void reassign(Envelope envelope, PatientId from, PatientId to) {
        if (from.equals(to)) {
            return;
        }
        UUID stay = envelope.stay().map(StayId::value).orElseGet(() -> StepFold.stepOf(envelope)
                .orElseThrow());
        StepDocument source = step(StepDocument.id(from, stay));
        StepDocument target = step(StepDocument.id(to, stay));
        for (PatientId former : source.receivedFrom) {
            StepDocument document = step(StepDocument.id(former, stay));
            if (document.owner.equals(from)) {
                hand(document, to);
            }
        }
        hand(source, to);
        hand(target, to);
        target.receivedFrom.add(from);
        target.receivedFrom.addAll(source.receivedFrom);
        target.receivedFrom.remove(to);
    }

    /** A stay and the steps told within it for the same patient, here or stored. */
    private void hand(StepDocument stay, PatientId to) {
        stay.owner = to;
        views.steps()
                .find(and(eq("recordedFor", stay.recordedFor.toString()), eq("stay", stay.step.toString())))
                .projection(include("_id"))
                .forEach(document -> step(document.getString("_id")));
        steps.values().stream().filter(step -> step.isWithin(stay)).forEach(step -> step.owner = to);
    }

    /**
     * The journal first: what is marked or too long elsewhere is looked up in it.
     *
     * @return whether anything had to be marked
     */
    boolean write() {
        Set<Object> lost = Marking.write(
                views.journal(),
                news.stream()
                        .map(envelope -> new Writing(
                                envelope.position(),
                                () -> journal(envelope).append("envelope", encoded.json(envelope)),
                                why -> journal(envelope).append(Marking.UNSHOWN, why)))
                        .toList());
        news.stream()
                .filter(envelope -> lost.contains(envelope.position()))
                .forEach(envelope -> patient(envelope.subject()).lacks(envelope));
        Set<Object> markedSteps = Marking.write(
                views.steps(),
                steps.values().stream()
                        .map(step -> new Writing(step.id, () -> step.write(encoded), step::marker))
                        .toList());
        Set<Object> markedPatients = Marking.write(
                views.patients(),
                patients.values().stream()
                        .map(patient ->
                                new Writing(patient.id.toString(), () -> patient.write(encoded), patient::marker))
                        .toList());
        return !lost.isEmpty() || !markedSteps.isEmpty() || !markedPatients.isEmpty();
    }

    private static Document journal(Envelope envelope) {
        return new Document("_id", envelope.position())
                .append(
                        "patients",
                        Relations.concerned(envelope).stream()
                                .map(PatientId::toString)
                                .toList())
                .append("type", EventType.of(envelope.event().getClass()).toString())
                .append("recordedAt", Date.from(envelope.recordedAt()));
    }

    Map<PatientId, Long> changes() {
        return changes;
    }
}
