package org.parcours.query.projection;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.Document;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.Person;
import org.parcours.query.views.SearchWords;
import org.parcours.query.views.StoredEvents;

/** One patient record, with the events that say who it is. */
final class PatientDocument {

    private static final String IDENTITY = "identity";

    /** The last event of the patient that the views could not take. */
    private static final String LACKING = "lacking";

    final PatientId id;
    final Set<PatientId> absorbed = new LinkedHashSet<>();
    Optional<PatientId> mergedInto = Optional.empty();
    long position;
    private final List<Envelope> identity = new ArrayList<>();
    private Instant lastActivity = Instant.EPOCH;
    private String lastEvent = "";
    private Optional<Document> lacking = Optional.empty();

    PatientDocument(PatientId id) {
        this.id = id;
    }

    static PatientDocument read(Document stored, StoredEvents events) {
        PatientDocument document = new PatientDocument(PatientId.of(stored.getString("_id")));
        document.position = stored.getLong("position");
        document.mergedInto =
                Optional.ofNullable(stored.getString("mergedInto")).map(PatientId::of);
        stored.getList("absorbed", String.class).forEach(other -> document.absorbed.add(PatientId.of(other)));
        document.identity.addAll(events.of(stored, IDENTITY));
        document.lacking = Optional.ofNullable(stored.get(LACKING, Document.class));
        document.lastActivity = stored.getDate("lastActivity").toInstant();
        document.lastEvent = stored.getString("lastEvent");
        return document;
    }

    /** @return whether it was news */
    boolean take(Envelope envelope) {
        if (envelope.position() <= position) {
            return false;
        }
        position = envelope.position();
        lastActivity = envelope.recordedAt();
        lastEvent = EventType.of(envelope.event().getClass()).name().substring(EventType.NAMESPACE.length());
        if (envelope.event() instanceof IdentityEvent) {
            identity.add(envelope);
        }
        return true;
    }

    /** Its timeline says that something of it cannot be shown. */
    void lacks(Envelope envelope) {
        lacking = Optional.of(
                new Document("event", envelope.id().toString()).append("recordedAt", Date.from(envelope.recordedAt())));
    }

    Document write(Encoded encoded) {
        Person person = Person.of(id, List.of(), identity);
        Demographics told = person.demographics();
        Document document = bare().append(
                        "identifiers",
                        person.identifiers().stream()
                                .map(PatientDocument::identifier)
                                .toList());
        told.name().ifPresent(name -> document.append("name", name(name)));
        told.birthName().ifPresent(name -> document.append("birthName", name(name)));
        told.birthDate().map(LocalDate::toString).ifPresent(date -> document.append("birthDate", date));
        told.sex().ifPresent(sex -> document.append("sex", sex));
        document.append("words", words(person));
        StoredEvents.put(document, IDENTITY, identity, encoded::json);
        return document;
    }

    /** Found by its id alone, until it can be whole again. */
    Document marker(String why) {
        Document document = bare().append("identifiers", List.of())
                .append("words", List.of())
                .append(Marking.UNSHOWN, why);
        StoredEvents.putPositions(document, IDENTITY, identity);
        return document;
    }

    private Document bare() {
        Document document = new Document("_id", id.toString());
        mergedInto.ifPresent(survivor -> document.append("mergedInto", survivor.toString()));
        lacking.ifPresent(event -> document.append(LACKING, event));
        return document.append(
                        "absorbed", absorbed.stream().map(PatientId::toString).toList())
                .append("lastActivity", Date.from(lastActivity))
                .append("lastEvent", lastEvent)
                .append("position", position);
    }

    private static Document identifier(Identifier identifier) {
        Document document = new Document("system", identifier.system()).append("value", identifier.value());
        identifier.type().ifPresent(type -> document.append("type", type));
        return document;
    }

    private static Document name(PersonName name) {
        Document document = new Document("family", name.family());
        name.given().ifPresent(given -> document.append("given", given));
        return document;
    }

    private static List<String> words(Person person) {
        Set<String> words = new TreeSet<>();
        person.demographics().name().ifPresent(name -> words.addAll(SearchWords.of(name.toString())));
        person.demographics().birthName().ifPresent(name -> words.addAll(SearchWords.of(name.toString())));
        person.identifiers().forEach(identifier -> words.addAll(SearchWords.of(identifier.value())));
        return List.copyOf(words);
    }
}
