package org.parcours.query.worklists;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;
import org.parcours.events.Anomaly;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.query.views.ViewCollections;
import org.springframework.stereotype.Component;

/**
 * Reads the identity anomalies from the {@code journal} view. One that names another patient is closed once both are
 * merged.
 */
@Component
final class IdentityWorklistReader {

    private static final int MAX_LINES = 100;

    /** One wrong number can flag each of a patient's many results. */
    private static final int MAX_EVENTS = 2_000;

    private static final Pattern OTHER_PATIENT = Pattern.compile("patient ([0-9a-f-]{36})$");

    private record LineKey(PatientId patient, String code, String application) {}

    private final ViewCollections views;

    IdentityWorklistReader(ViewCollections views) {
        this.views = views;
    }

    IdentityWorklist read() {
        Map<PatientId, Document> patients = new HashMap<>();
        Map<LineKey, IdentityWorklist.Line> lines = new LinkedHashMap<>();
        List<Document> flagged = views.journal()
                .find(Filters.gt("identityAnomalies.code", ""))
                .projection(Projections.include("patients", "recordedAt", "application", "identityAnomalies"))
                .sort(new Document("_id", -1))
                .limit(MAX_EVENTS + 1)
                .into(new ArrayList<>());
        for (Document event : flagged.subList(0, Math.min(flagged.size(), MAX_EVENTS))) {
            PatientId patient =
                    PatientId.of(event.getList("patients", String.class).getFirst());
            for (Document anomaly : event.getList("identityAnomalies", Document.class)) {
                if (isOpen(anomaly, patient, patients)) {
                    lines.merge(
                            new LineKey(patient, anomaly.getString("code"), event.getString("application")),
                            line(event, anomaly, patient, patients),
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

    private IdentityWorklist.Line line(
            Document event, Document anomaly, PatientId patient, Map<PatientId, Document> patients) {
        return new IdentityWorklist.Line(
                patient,
                Optional.ofNullable(record(patient, patients).get("name", Document.class))
                        .map(name ->
                                new PersonName(name.getString("family"), Optional.ofNullable(name.getString("given")))),
                Anomaly.Code.valueOf(anomaly.getString("code")),
                Optional.ofNullable(anomaly.getString("detail")),
                event.getString("application"),
                event.getDate("recordedAt").toInstant(),
                1);
    }

    private boolean isOpen(Document anomaly, PatientId patient, Map<PatientId, Document> patients) {
        return Optional.ofNullable(anomaly.getString("detail"))
                .map(OTHER_PATIENT::matcher)
                .filter(Matcher::find)
                .map(matcher -> PatientId.of(matcher.group(1)))
                .filter(other -> survivor(other, patients).equals(survivor(patient, patients)))
                .isEmpty();
    }

    private PatientId survivor(PatientId patient, Map<PatientId, Document> patients) {
        PatientId survivor = patient;
        String next = record(survivor, patients).getString("mergedInto");
        while (next != null) {
            survivor = PatientId.of(next);
            next = record(survivor, patients).getString("mergedInto");
        }
        return survivor;
    }

    private Document record(PatientId patient, Map<PatientId, Document> patients) {
        return patients.computeIfAbsent(patient, id -> views
                .patients()
                .find(Filters.eq("_id", id.toString()))
                .projection(Projections.include("name", "mergedInto"))
                .into(new ArrayList<>())
                .stream()
                .findFirst()
                .orElseGet(Document::new));
    }
}
