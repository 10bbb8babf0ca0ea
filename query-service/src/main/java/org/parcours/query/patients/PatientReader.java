package org.parcours.query.patients;

import com.mongodb.client.FindIterable;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.events.PatientId;
import org.parcours.query.views.ViewCollections;
import org.parcours.query.web.UnknownPatientException;
import org.parcours.query.web.WebUiProperties;
import org.springframework.stereotype.Component;

/** Reads the {@code patients} view. A search that matches a merged record returns its survivor. */
@Component
final class PatientReader {

    private static final int MIN_VISIT_PREFIX = 4;

    private final ViewCollections views;
    private final WebUiProperties settings;

    PatientReader(ViewCollections views, WebUiProperties settings) {
        this.views = views;
        this.settings = settings;
    }

    PatientSummary get(PatientId id) {
        Document stored =
                views.patients().find(Filters.eq("_id", id.toString())).first();
        if (stored == null) {
            throw new UnknownPatientException();
        }
        return PatientSummary.of(stored);
    }

    /** Each word is a prefix of a name part, an identifier or a visit number; a date is the birth date. */
    List<PatientSummary> search(String text) {
        PatientSearchQuery query = PatientSearchQuery.parse(text);
        List<Bson> conditions = new ArrayList<>();
        query.birthDates().forEach(day -> conditions.add(Filters.eq("birthDate", day.toString())));
        query.terms().forEach(word -> conditions.add(matches(word)));
        return conditions.isEmpty() ? List.of() : survivors(views.patients().find(Filters.and(conditions)));
    }

    private Bson matches(String word) {
        Bson prefix = Filters.regex("words", "^" + Pattern.quote(word));
        // A shorter prefix would match half of the stays.
        if (word.length() < MIN_VISIT_PREFIX || word.chars().noneMatch(Character::isDigit)) {
            return prefix;
        }
        List<String> owners = views.steps()
                .find(Filters.regex("visits", "^" + Pattern.quote(word)))
                .projection(Projections.include("patient"))
                .limit(settings.maxResults())
                .map(step -> step.getString("patient"))
                .into(new ArrayList<>());
        return owners.isEmpty() ? prefix : Filters.or(prefix, Filters.in("_id", owners));
    }

    List<PatientSummary> findByIdentifier(String system, String value) {
        Bson sameNumber = Filters.and(Filters.eq("value", value), Filters.eq("system", system));
        return survivors(views.patients()
                .find(Filters.or(
                        Filters.elemMatch("identifiers", sameNumber),
                        Filters.elemMatch("formerIdentifiers", sameNumber))));
    }

    List<PatientSummary> recentlyChanged(int limit) {
        return summaries(views.patients()
                .find(Filters.exists("mergedInto", false))
                .sort(new Document("lastActivity", -1))
                .limit(limit));
    }

    private List<PatientSummary> survivors(FindIterable<Document> documents) {
        Map<PatientId, PatientSummary> survivors = new LinkedHashMap<>();
        for (PatientSummary patient :
                summaries(documents.sort(new Document("lastActivity", -1)).limit(settings.maxResults()))) {
            PatientSummary survivor = patient;
            while (survivor.mergedInto().isPresent()) {
                survivor = get(survivor.mergedInto().get());
            }
            survivors.putIfAbsent(survivor.id(), survivor);
        }
        return List.copyOf(survivors.values());
    }

    private static List<PatientSummary> summaries(FindIterable<Document> documents) {
        return documents
                .projection(Projections.exclude("identity"))
                .map(PatientSummary::of)
                .into(new ArrayList<>());
    }
}
