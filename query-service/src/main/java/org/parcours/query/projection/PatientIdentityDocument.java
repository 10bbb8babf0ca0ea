package org.parcours.query.projection;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.parcours.events.Anomaly;
import org.parcours.events.Demographics;
import org.parcours.events.Envelope;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent;
import org.parcours.events.IdentityEvent.PatientIdentityUpdated;
import org.parcours.events.PartialDate;
import org.parcours.events.PatientId;
import org.parcours.events.PersonName;
import org.parcours.events.codec.EventType;
import org.parcours.query.timeline.fold.OwningPatientResolver;
import org.parcours.query.timeline.fold.PatientIdentity;
import org.parcours.query.views.EmbeddedEventListMapper;
import org.parcours.query.views.SearchTokenizer;

/** A document of the {@code patients} view: one patient record with its identity events. */
final class PatientIdentityDocument {

    private static final String IDENTITY = "identity";

    /** The patient's last event that could not be applied or written. */
    private static final String MISSING_EVENT = "lacking";

    final PatientId id;

    /** The only record of a merge: what a patient has absorbed is derived from it, so that no half of a write can disagree. */
    Optional<PatientId> mergedInto = Optional.empty();

    long position;
    private final List<Envelope> identityEvents = new ArrayList<>();
    private Instant lastActivity = Instant.EPOCH;
    private String lastEvent = "";
    private Optional<Document> missingEvent = Optional.empty();

    PatientIdentityDocument(PatientId id) {
        this.id = id;
    }

    static PatientIdentityDocument fromDocument(Document stored, EmbeddedEventListMapper eventMapper) {
        PatientIdentityDocument document = new PatientIdentityDocument(PatientId.of(stored.getString("_id")));
        document.position = stored.getLong("position");
        document.mergedInto =
                Optional.ofNullable(stored.getString("mergedInto")).map(PatientId::of);
        document.identityEvents.addAll(eventMapper.read(stored, IDENTITY));
        document.missingEvent = Optional.ofNullable(stored.get(MISSING_EVENT, Document.class));
        document.lastActivity = stored.getDate("lastActivity").toInstant();
        document.lastEvent = stored.getString("lastEvent");
        return document;
    }

    /** Applies the event, unless it has been applied before. */
    void apply(Envelope envelope) {
        if (envelope.position() <= position) {
            return;
        }
        position = envelope.position();
        lastActivity = envelope.recordedAt();
        lastEvent = EventType.of(envelope.event().getClass()).name().substring(EventType.NAMESPACE.length());
        if (envelope.event() instanceof IdentityEvent) {
            identityEvents.add(envelope);
        }
    }

    /** Whether the end of this record's merge was sent after it, and arrived before it. */
    boolean isOver(Envelope merge) {
        return identityEvents.stream().anyMatch(earlier -> OwningPatientResolver.ends(earlier, merge, id));
    }

    /** Makes the timeline show that this event is missing from it. */
    void markIncomplete(Envelope envelope) {
        missingEvent = Optional.of(
                new Document("event", envelope.id().toString()).append("recordedAt", Date.from(envelope.recordedAt())));
    }

    Document toDocument(Function<Envelope, String> json) {
        PatientIdentity identity = PatientIdentity.of(id, List.of(), identityEvents);
        Demographics demographics = identity.demographics();
        Document document = baseDocument()
                .append(
                        "identifiers",
                        identity.identifiers().stream()
                                .map(PatientIdentityDocument::identifierDocument)
                                .toList());
        demographics.name().ifPresent(name -> document.append("name", nameDocument(name)));
        demographics.birthName().ifPresent(name -> document.append("birthName", nameDocument(name)));
        demographics.birthDate().map(PartialDate::text).ifPresent(date -> document.append("birthDate", date));
        demographics.sex().ifPresent(sex -> document.append("sex", sex));
        List<Identifier> former = formerIdentifiers(identity);
        if (!former.isEmpty()) {
            document.append(
                    "formerIdentifiers",
                    former.stream()
                            .map(PatientIdentityDocument::identifierDocument)
                            .toList());
        }
        document.append("words", searchTerms(identity, former));
        EmbeddedEventListMapper.write(document, IDENTITY, identityEvents, json);
        return document;
    }

    /** A document without search terms, so that only the id finds the patient. A rebuild of the views replaces it. */
    Document toMarker(String cause) {
        Document document = baseDocument()
                .append("identifiers", List.of())
                .append("words", List.of())
                .append(DocumentOrMarkerWriter.FAILURE, cause);
        EmbeddedEventListMapper.writePositions(document, IDENTITY, identityEvents);
        return document;
    }

    private Document baseDocument() {
        Document document = new Document("_id", id.toString());
        mergedInto.ifPresent(survivor -> document.append("mergedInto", survivor.toString()));
        missingEvent.ifPresent(event -> document.append(MISSING_EVENT, event));
        return document.append("lastActivity", Date.from(lastActivity))
                .append("lastEvent", lastEvent)
                .append("position", position);
    }

    private static Document identifierDocument(Identifier identifier) {
        Document document = new Document("system", identifier.system()).append("value", identifier.value());
        identifier.type().ifPresent(type -> document.append("type", type));
        return document;
    }

    private static Document nameDocument(PersonName name) {
        Document document = new Document("family", name.family());
        name.given().ifPresent(given -> document.append("given", given));
        return document;
    }

    /** Retired numbers (A47) still find the patient, except an INS, and one that is another patient's. */
    private List<Identifier> formerIdentifiers(PatientIdentity identity) {
        return identityEvents.stream()
                .filter(envelope -> envelope.anomalies().stream()
                        .noneMatch(anomaly -> anomaly.code() == Anomaly.Code.IDENTIFIERS_OF_TWO_PATIENTS))
                .flatMap(envelope -> envelope.event() instanceof PatientIdentityUpdated updated
                        ? updated.retired().stream()
                        : Stream.empty())
                .filter(number ->
                        !number.isIns() && identity.identifiers().stream().noneMatch(number::isSameNumberAs))
                .distinct()
                .toList();
    }

    private static List<String> searchTerms(PatientIdentity identity, List<Identifier> former) {
        Demographics demographics = identity.demographics();
        Stream<String> names = Stream.of(demographics.name(), demographics.birthName())
                .flatMap(name -> name.map(PersonName::toString).stream());
        Stream<String> numbers =
                Stream.concat(identity.identifiers().stream(), former.stream()).map(Identifier::value);
        return Stream.concat(names, numbers)
                .flatMap(text -> SearchTokenizer.tokenize(text).stream())
                .distinct()
                .sorted()
                .toList();
    }
}
