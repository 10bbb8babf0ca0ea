package org.parcours.query.patients;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parcours.events.PatientId;
import org.parcours.events.codec.EventCodec;
import org.parcours.query.store.Condition;
import org.parcours.query.store.StoredDocument;
import org.parcours.query.store.ViewQuery;
import org.parcours.query.store.ViewReader;
import org.parcours.query.views.CurrentViews;
import org.parcours.query.views.PatientRecord;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.views.ViewJson;
import org.parcours.query.web.UnknownPatientException;
import org.parcours.query.web.WebUiProperties;
import org.springframework.stereotype.Component;

/** Reads the {@code patients} view. A search that matches a merged record returns its survivor. */
@Component
final class PatientReader {

    private static final int MIN_VISIT_PREFIX = 4;

    private final CurrentViews views;
    private final ViewJson json;
    private final WebUiProperties settings;

    PatientReader(CurrentViews views, EventCodec codec, WebUiProperties settings) {
        this.views = views;
        this.json = new ViewJson(codec);
        this.settings = settings;
    }

    PatientSummary get(PatientId id) {
        return views.read(reader -> get(id, reader));
    }

    private PatientSummary get(PatientId id, ViewReader reader) {
        return reader.get(ViewCollections.PATIENTS, id.toString())
                .map(this::summary)
                .orElseThrow(UnknownPatientException::new);
    }

    /** Each word is a prefix of a name part, an identifier or a visit number; a date is the birth date. */
    PatientList search(String text) {
        PatientSearchQuery query = PatientSearchQuery.parse(text);
        return views.read(reader -> {
            List<Condition> conditions = new ArrayList<>();
            query.birthDates().forEach(day -> conditions.add(Condition.equal("birthDate", day.toString())));
            query.terms().forEach(word -> conditions.add(matches(word, reader)));
            return conditions.isEmpty() ? PatientList.EMPTY : survivors(conditions, reader);
        });
    }

    private Condition matches(String word, ViewReader reader) {
        Condition prefix = new Condition.Prefix("words", word);
        // A shorter prefix would match half of the stays.
        if (word.length() < MIN_VISIT_PREFIX || word.chars().noneMatch(Character::isDigit)) {
            return prefix;
        }
        List<String> owners = reader
                .find(ViewQuery.of(ViewCollections.STEPS, new Condition.Prefix("visits", word))
                        .limitedTo(settings.maxResults()))
                .stream()
                .map(step -> step.text("owner").orElseThrow())
                .distinct()
                .toList();
        return owners.isEmpty() ? prefix : new Condition.AnyOf(List.of(prefix, new Condition.IdOneOf(owners)));
    }

    PatientList findByIdentifier(String system, String value) {
        return views.read(reader -> survivors(List.of(Condition.equal("numbers", value + "|" + system)), reader));
    }

    List<PatientSummary> recentlyChanged(int limit) {
        return views.read(reader -> reader
                .find(ViewQuery.of(ViewCollections.PATIENTS, new Condition.Missing("mergedInto"))
                        .descendingBy("activity")
                        .limitedTo(limit))
                .stream()
                .map(this::summary)
                .toList());
    }

    private PatientList survivors(List<Condition> conditions, ViewReader reader) {
        Map<PatientId, PatientSummary> survivors = new LinkedHashMap<>();
        List<StoredDocument> found =
                reader.find(ViewQuery.of(ViewCollections.PATIENTS, conditions.toArray(Condition[]::new))
                        .descendingBy("activity")
                        .limitedTo(settings.maxResults() + 1));
        for (StoredDocument document : found.subList(0, Math.min(settings.maxResults(), found.size()))) {
            PatientSummary survivor = summary(document);
            for (Optional<PatientId> next = survivor.mergedInto(); next.isPresent(); next = survivor.mergedInto()) {
                survivor = get(next.get(), reader);
            }
            survivors.putIfAbsent(survivor.id(), survivor);
        }
        return new PatientList(List.copyOf(survivors.values()), found.size() > settings.maxResults());
    }

    private PatientSummary summary(StoredDocument document) {
        return PatientSummary.of(json.read(document, PatientRecord.class));
    }
}
