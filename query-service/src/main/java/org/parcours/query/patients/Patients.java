package org.parcours.query.patients;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.or;
import static com.mongodb.client.model.Filters.regex;
import static com.mongodb.client.model.Projections.exclude;
import static com.mongodb.client.model.Projections.include;

import com.mongodb.client.FindIterable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.parcours.events.PatientId;
import org.parcours.query.views.Views;
import org.parcours.query.web.UnknownPatient;
import org.parcours.query.web.WebSettings;
import org.springframework.stereotype.Component;

/** Reads the {@code patients} view. A merged record leads to its survivor. */
@Component
final class Patients {

    private static final int SHORTEST_VISIT = 4;

    private final Views views;
    private final WebSettings settings;

    Patients(Views views, WebSettings settings) {
        this.views = views;
        this.settings = settings;
    }

    Patient patient(PatientId id) {
        Document stored = views.patients().find(eq("_id", id.toString())).first();
        if (stored == null) {
            throw new UnknownPatient();
        }
        return Patient.of(stored);
    }

    /** Each word begins a part of a name or an identifier, or the number of a stay; a date is that of the birth. */
    List<Patient> search(String text) {
        Sought sought = Sought.of(text);
        List<Bson> all = new ArrayList<>();
        sought.born().forEach(day -> all.add(eq("birthDate", day.toString())));
        sought.words().forEach(word -> all.add(called(word)));
        return all.isEmpty() ? List.of() : survivors(views.patients().find(and(all)));
    }

    private Bson called(String word) {
        Bson begins = regex("words", "^" + Pattern.quote(word));
        // Shorter beginnings would be those of half of the hospital's stays.
        if (word.length() < SHORTEST_VISIT || word.chars().noneMatch(Character::isDigit)) {
            return begins;
        }
        List<String> owners = views.steps()
                .find(regex("visits", "^" + Pattern.quote(word)))
                .projection(include("patient"))
                .limit(settings.found())
                .map(step -> step.getString("patient"))
                .into(new ArrayList<>());
        return owners.isEmpty() ? begins : or(begins, in("_id", owners));
    }

    List<Patient> identifiedBy(String system, String value) {
        return survivors(
                views.patients().find(elemMatch("identifiers", and(eq("value", value), eq("system", system)))));
    }

    List<Patient> recentlyChanged(int atMost) {
        return listed(views.patients()
                .find(exists("mergedInto", false))
                .sort(new Document("lastActivity", -1))
                .limit(atMost));
    }

    private List<Patient> survivors(FindIterable<Document> found) {
        Map<PatientId, Patient> survivors = new LinkedHashMap<>();
        for (Patient patient :
                listed(found.sort(new Document("lastActivity", -1)).limit(settings.found()))) {
            Patient at = patient;
            while (at.mergedInto().isPresent()) {
                at = patient(at.mergedInto().get());
            }
            survivors.putIfAbsent(at.id(), at);
        }
        return List.copyOf(survivors.values());
    }

    private static List<Patient> listed(FindIterable<Document> found) {
        return found.projection(exclude("identity")).map(Patient::of).into(new ArrayList<>());
    }
}
