package org.parcours.command.intake.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.parcours.command.intake.Documents;
import org.parcours.command.intake.Fact;
import org.parcours.command.intake.Format;
import org.parcours.command.intake.PatientEvidence;
import org.parcours.command.intake.Refusal;
import org.parcours.command.intake.Report;
import org.parcours.command.intake.Sender;
import org.parcours.command.intake.Understanding;
import org.parcours.events.AppointmentEvent.PatientArrived;
import org.parcours.events.Demographics;
import org.parcours.events.DerivedIds;
import org.parcours.events.EntryMode;
import org.parcours.events.Event;
import org.parcours.events.Identifier;
import org.parcours.events.IdentityEvent.StayReassigned;
import org.parcours.events.OtherEvent.StepRecorded;
import org.parcours.events.StayEvent;
import org.parcours.events.SupportedYears;
import org.parcours.events.Visit;
import org.parcours.events.catalogue.StepCatalogue;
import org.parcours.events.codec.EventCodec;
import org.parcours.events.codec.MalformedEventException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From one CloudEvent to what it reports, once; also for one that comes back from quarantine. {@code data} holds
 * {@code patient}, {@code occurredAt}, {@code author}, {@code entryMode}, {@code outage} and, beside them, the event's
 * own fields.
 */
public final class FactUnderstanding implements Format {

    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|`[^`]*`|Text '.*?' could");
    private static final Pattern MISSING = Pattern.compile("property '([A-Za-z]+)'");

    private final EventCodec codec;
    private final StepCatalogue catalogue;
    private final FactDocuments documents;
    private final Clock clock;
    private final String feed;
    private final CloudEventRules rules;
    private final Documents store;

    /** @param feed the channel, {@code rest} */
    public FactUnderstanding(
            EventCodec codec,
            StepCatalogue catalogue,
            HttpProperties limits,
            Clock clock,
            String feed,
            Documents store) {
        this(codec, catalogue, limits, clock, feed, store, CloudEventRules.NONE);
    }

    /**
     * @param store where the bytes of a message are kept
     * @param rules what the hospital says of its own applications' events
     */
    public FactUnderstanding(
            EventCodec codec,
            StepCatalogue catalogue,
            HttpProperties limits,
            Clock clock,
            String feed,
            Documents store,
            CloudEventRules rules) {
        this.store = store;
        this.rules = rules;
        this.codec = codec;
        this.catalogue = catalogue;
        this.documents = new FactDocuments(limits);
        this.clock = clock;
        this.feed = feed;
    }

    private FactUnderstanding(FactUnderstanding other, String feed) {
        this.codec = other.codec;
        this.catalogue = other.catalogue;
        this.documents = other.documents;
        this.clock = other.clock;
        this.rules = other.rules;
        this.store = other.store;
        this.feed = feed;
    }

    /** The same for those who speak on another channel. */
    public FactUnderstanding onFeed(String other) {
        return new FactUnderstanding(this, other);
    }

    @Override
    public String contentType(byte[] message) {
        return FactsController.CLOUD_EVENT;
    }

    @Override
    public Refusal failed() {
        return FactRefusals.INTERNAL.at("");
    }

    @Override
    public Sender sender(byte[] cloudEvent) {
        try {
            return sender(documents.tree(cloudEvent));
        } catch (NotUnderstood e) {
            return new Sender("unknown", Optional.empty(), feed);
        }
    }

    /** One CloudEvent in structured mode. */
    @Override
    public Understanding understand(byte[] cloudEvent) {
        try {
            return understand(documents.tree(cloudEvent));
        } catch (NotUnderstood e) {
            return e.refusal();
        }
    }

    @Override
    public Report kept(Report report, byte[] cloudEvent) {
        return report.kept(keep(FactsController.CLOUD_EVENT, cloudEvent));
    }

    /** @return the SHA-256 by which the document store has it */
    String keep(String mediaType, byte[] message) {
        return store.keep(mediaType, message, Optional.empty()).sha256();
    }

    Understanding understand(JsonNode tree) {
        try {
            return reported(documents.event(tree));
        } catch (NotUnderstood e) {
            return e.refusal();
        }
    }

    FactDocuments documents() {
        return documents;
    }

    /** Who sent it, as far as that can be read. */
    Sender sender(JsonNode event) {
        return new Sender(text(event, "source").orElse("unknown"), Optional.empty(), feed);
    }

    private Report reported(ObjectNode cloudEvent) {
        JsonNode told = cloudEvent.path("data");
        String type = text(cloudEvent, "type").orElse("");
        return rules.of(sender(cloudEvent).application()).stream()
                .filter(rule -> rule.isAbout(type, told))
                .findFirst()
                // Not of what the rule makes of it: the same event is the same after the rule has changed.
                .map(rule -> reported(
                        rule.rewritten(cloudEvent, told),
                        Optional.of(DerivedIds.hash(type, documents.canonical(told)))))
                .orElseGet(() -> reported(cloudEvent, Optional.empty()));
    }

    private Report reported(ObjectNode cloudEvent, Optional<String> digest) {
        text(cloudEvent, "specversion")
                .filter(version -> !version.equals("1.0"))
                .ifPresent(version -> {
                    throw new NotUnderstood(FactRefusals.WRONG_SPECVERSION.at("specversion"));
                });
        String id = attribute(cloudEvent, "id");
        attribute(cloudEvent, "source");
        String type = attribute(cloudEvent, "type");
        if (!(cloudEvent.get("data") instanceof ObjectNode data)) {
            throw new NotUnderstood(FactRefusals.ATTRIBUTE_MISSING.at("data"));
        }
        PatientEvidence patient = patient(data);
        OffsetDateTime occurredAt = occurredAt(cloudEvent, data);
        Event event = event(type, data, patient);
        return new Report(
                sender(cloudEvent),
                id,
                // Not `time`, unless it is the fact's: a client that sends again may stamp it anew.
                digest.orElseGet(() -> DerivedIds.hash(type, occurredAt.toString(), documents.canonical(data))),
                clock.instant(),
                entryMode(data),
                optional(data, "author"),
                optional(data, "outage"),
                List.of(new Fact(patient, visit(data, event), occurredAt, event)));
    }

    private record Named(List<Identifier> identifiers) {}

    private PatientEvidence patient(ObjectNode data) {
        if (!(data.get("patient") instanceof ObjectNode patient)) {
            throw new NotUnderstood(FactRefusals.PATIENT_MISSING.at("data.patient"));
        }
        if (!(patient.get("identifiers") instanceof JsonNode told) || !told.isArray() || told.isEmpty()) {
            throw new NotUnderstood(FactRefusals.PATIENT_MISSING.at("data.patient.identifiers"));
        }
        List<Identifier> identifiers =
                bind(patient, Named.class, "data.patient").identifiers();
        boolean validated = isValidated(patient);
        List<Identifier> evidence =
                identifiers.stream().filter(id -> validated || !id.isIns()).toList();
        if (evidence.isEmpty()) {
            throw new NotUnderstood(FactRefusals.INS_NOT_VALIDATED.at("data.patient.identityStatus"));
        }
        return new PatientEvidence(evidence, bind(patient, Demographics.class, "data.patient"));
    }

    /** Rule 5: as PID-32 in HL7, the word of the identity's keeper that it has been validated. */
    private static boolean isValidated(ObjectNode patient) {
        return text(patient, "identityStatus").filter("VALI"::equals).isPresent();
    }

    /** Where the fields stand that an understood event tells and that were not taken: an INS that nobody has validated. */
    List<String> ignored(JsonNode event) {
        if (!(event.path("data").path("patient") instanceof ObjectNode patient) || isValidated(patient)) {
            return List.of();
        }
        List<Identifier> told = bind(patient, Named.class, "data.patient").identifiers();
        return IntStream.range(0, told.size())
                .filter(i -> told.get(i).isIns())
                .mapToObj(i -> "data.patient.identifiers[" + i + "]")
                .toList();
    }

    private static OffsetDateTime occurredAt(ObjectNode cloudEvent, ObjectNode data) {
        boolean inData = text(data, "occurredAt").isPresent();
        String told = text(data, "occurredAt")
                .or(() -> text(cloudEvent, "time"))
                .orElseThrow(() -> new NotUnderstood(FactRefusals.TIME_MISSING.at("data.occurredAt")));
        String place = inData ? "data.occurredAt" : "time";
        try {
            OffsetDateTime time = OffsetDateTime.parse(told);
            if (!SupportedYears.include(time)) {
                throw new NotUnderstood(FactRefusals.TIME_MALFORMED.at(place, "of the years 1 to 9999"));
            }
            return time;
        } catch (DateTimeException e) {
            throw new NotUnderstood(FactRefusals.TIME_MALFORMED.at(place));
        }
    }

    private Event event(String type, ObjectNode data, PatientEvidence patient) {
        Event event;
        try {
            event = codec.event(type, whole(data, patient));
        } catch (MalformedEventException e) {
            throw new NotUnderstood(
                    e.field().equals("type")
                            ? FactRefusals.UNKNOWN_TYPE.at("type")
                            : FactRefusals.MALFORMED.at(field(e.field(), e.getMessage()), words(e.getMessage())));
        }
        if (event instanceof StepRecorded step && catalogue.kind(step.kind()).isEmpty()) {
            throw new NotUnderstood(FactRefusals.UNKNOWN_KIND.at("data.kind"));
        }
        return event;
    }

    /** What an identity event says of its patient, {@code patient} has said already. */
    private ObjectNode whole(ObjectNode data, PatientEvidence patient) {
        ObjectNode whole = data.deepCopy();
        if (!whole.has("identifiers")) {
            whole.set("identifiers", codec.mapper().valueToTree(patient.identifiers()));
        }
        if (!whole.has("demographics")) {
            whole.set("demographics", codec.mapper().valueToTree(patient.demographics()));
        }
        return whole;
    }

    /** Some events have a visit of their own; for the others it stands beside theirs. */
    private Optional<Visit> visit(ObjectNode data, Event event) {
        if (event instanceof StayEvent stay) {
            return Optional.of(stay.visit());
        }
        if (event instanceof PatientArrived arrived) {
            return arrived.visit();
        }
        if (event instanceof StayReassigned reassigned) {
            return Optional.of(reassigned.visit());
        }
        return data.get("visit") instanceof ObjectNode visit
                ? Optional.of(bind(visit, Visit.class, "data.visit"))
                : Optional.empty();
    }

    private static Optional<EntryMode> entryMode(ObjectNode data) {
        Optional<EntryMode> declared = optional(data, "entryMode")
                .map(told -> {
                    try {
                        return EntryMode.valueOf(told);
                    } catch (IllegalArgumentException e) {
                        throw new NotUnderstood(FactRefusals.UNKNOWN_ENTRY_MODE.at("data.entryMode"));
                    }
                })
                .filter(mode -> mode == EntryMode.BACK_ENTRY || mode == EntryMode.MIGRATION);
        if (declared.equals(Optional.of(EntryMode.BACK_ENTRY))) {
            for (String needed : List.of("outage", "author")) {
                optional(data, needed)
                        .orElseThrow(() -> new NotUnderstood(FactRefusals.BACK_ENTRY_INCOMPLETE.at("data." + needed)));
            }
        }
        return declared;
    }

    private <T> T bind(JsonNode tree, Class<T> record, String at) {
        try {
            return codec.factMapper().treeToValue(tree, record);
        } catch (JacksonException e) {
            StringBuilder path = new StringBuilder(at);
            for (JacksonException.Reference step : e.getPath()) {
                path.append(
                        step.getPropertyName() == null ? "[" + step.getIndex() + "]" : "." + step.getPropertyName());
            }
            String reason = e.getOriginalMessage();
            throw new NotUnderstood(FactRefusals.MALFORMED.at(field(path.toString(), reason), words(reason)));
        }
    }

    /** Jackson names a missing property in words, and in its path the object that misses it. */
    private static String field(String path, String reason) {
        Matcher missing = MISSING.matcher(reason);
        boolean named = missing.find() && !path.endsWith("." + missing.group(1));
        return named ? path + "." + missing.group(1) : path;
    }

    /** The reason without anything that was quoted from the document: that may be somebody's name. */
    private static String words(String reason) {
        String clean = QUOTED.matcher(reason.lines().findFirst().orElse("")).replaceAll("…");
        return clean.length() <= 160 ? clean : clean.substring(0, 160) + "…";
    }

    private static String attribute(ObjectNode cloudEvent, String name) {
        return text(cloudEvent, name).orElseThrow(() -> new NotUnderstood(FactRefusals.ATTRIBUTE_MISSING.at(name)));
    }

    private static Optional<String> optional(ObjectNode data, String name) {
        JsonNode value = data.get(name);
        if (value != null && !value.isNull() && !value.isString()) {
            throw new NotUnderstood(FactRefusals.MALFORMED.at("data." + name, "a text is expected"));
        }
        return text(data, name);
    }

    private static Optional<String> text(JsonNode object, String name) {
        JsonNode value = object.get(name);
        return value != null && value.isString() && !value.asString().isBlank()
                ? Optional.of(value.asString())
                : Optional.empty();
    }
}
