package org.parcours.query.worklists;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.events.Anomaly;
import org.parcours.events.Envelope;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.IdentityAnomalies;
import org.parcours.query.views.PatientRecord;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.springframework.stereotype.Component;

/**
 * Reads the identity anomalies from the {@code events} view. One that names another patient is closed once both are
 * merged.
 */
@Component
final class IdentityWorklistReader {

    private static final int MAX_LINES = 100;

    /** One wrong number can flag each of a patient's many results. */
    private static final int MAX_EVENTS = 2_000;

    private static final Pattern OTHER_PATIENT = Pattern.compile("patient ([0-9a-f-]{36})$");

    private record LineKey(PatientId patient, Anomaly.Code code, String application) {}

    private final CurrentViews views;
    private final ViewJson json;

    IdentityWorklistReader(CurrentViews views, EventCodec codec) {
        this.views = views;
        this.json = new ViewJson(codec);
    }

    IdentityWorklist read() {
        return views.read(this::read);
    }

    private IdentityWorklist read(ViewReader reader) {
        Map<PatientId, Optional<PatientRecord>> patients = new HashMap<>();
        Map<LineKey, IdentityWorklist.Line> lines = new LinkedHashMap<>();
        List<StoredDocument> flagged =
                reader.find(ViewQuery.of(ViewCollections.EVENTS, new Condition.Between("flagged", 0L, Long.MAX_VALUE))
                        .descendingBy("flagged")
                        .limitedTo(MAX_EVENTS + 1));
        for (StoredDocument document : flagged.subList(0, Math.min(flagged.size(), MAX_EVENTS))) {
            Envelope event = json.readEvent(document);
            for (Anomaly anomaly : IdentityAnomalies.of(event)) {
                if (isOpen(anomaly, event.subject(), patients, reader)) {
                    lines.merge(
                            new LineKey(
                                    event.subject(),
                                    anomaly.code(),
                                    event.reporter().application()),
                            line(event, anomaly, record(event.subject(), patients, reader)),
                            (newest, _) -> newest.withOneMore());
                }
            }
        }
        List<IdentityWorklist.Line> all = List.copyOf(lines.values());
        boolean more = all.size() > MAX_LINES || flagged.size() > MAX_EVENTS;
        return new IdentityWorklist(
                all.subList(0, Math.min(all.size(), MAX_LINES)),
                more ? Optional.of(Math.min(all.size(), MAX_LINES)) : Optional.empty());
    }

    private static IdentityWorklist.Line line(Envelope event, Anomaly anomaly, Optional<PatientRecord> patient) {
        return new IdentityWorklist.Line(
                event.subject(),
                patient.flatMap(PatientRecord::name),
                anomaly.code(),
                anomaly.detail(),
                event.reporter().application(),
                event.recordedAt(),
                1);
    }

    private boolean isOpen(
            Anomaly anomaly, PatientId patient, Map<PatientId, Optional<PatientRecord>> patients, ViewReader reader) {
        return anomaly.detail()
                .map(OTHER_PATIENT::matcher)
                .filter(Matcher::find)
                .map(matcher -> PatientId.of(matcher.group(1)))
                .filter(other -> survivor(other, patients, reader).equals(survivor(patient, patients, reader)))
                .isEmpty();
    }

    private PatientId survivor(PatientId patient, Map<PatientId, Optional<PatientRecord>> patients, ViewReader reader) {
        PatientId survivor = patient;
        for (Optional<PatientId> next = record(survivor, patients, reader).flatMap(PatientRecord::mergedInto);
                next.isPresent();
                next = record(survivor, patients, reader).flatMap(PatientRecord::mergedInto)) {
            survivor = next.get();
        }
        return survivor;
    }

    private Optional<PatientRecord> record(
            PatientId patient, Map<PatientId, Optional<PatientRecord>> patients, ViewReader reader) {
        return patients.computeIfAbsent(patient, id -> reader.get(ViewCollections.PATIENTS, id.toString())
                .map(document -> json.read(document, PatientRecord.class)));
    }
}
