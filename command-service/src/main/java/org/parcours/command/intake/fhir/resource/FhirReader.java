package org.parcours.command.intake.fhir.resource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.intake.fhir.resource.Entry.Read;
import org.parcours.command.intake.fhir.resource.Entry.Unread;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From bytes to the resources in them, each read by itself: one that cannot be read leaves the others of its batch as
 * they are. In XML the first that cannot be read ends it.
 */
public final class FhirReader {

    private static final Map<String, Kind> KINDS = Map.of(
            "transaction", Kind.TRANSACTION,
            "batch", Kind.BATCH,
            "message", Kind.MESSAGE,
            "collection", Kind.COLLECTION);

    private final FhirProperties settings;
    private final JsonMapper json = new JsonMapper();

    public FhirReader(FhirProperties settings) {
        this.settings = settings;
    }

    /** @throws RejectionException where there is no resource at all */
    public FhirMessage read(byte[] raw) {
        if (FhirFormat.of(raw) == FhirFormat.XML) {
            return xml(raw);
        }
        JsonNode tree;
        try {
            tree = json.readTree(raw);
        } catch (JacksonException | StackOverflowError e) {
            throw new RejectionException(FhirRejections.UNREADABLE.at("", "no JSON"));
        }
        return tree.path("resourceType").asString("").equals("Bundle") ? bundle(tree) : single(raw, tree);
    }

    private FhirMessage single(byte[] raw, JsonNode tree) {
        String type = typeOf(tree);
        if (type.isEmpty()) {
            throw new RejectionException(FhirRejections.UNREADABLE.at("", "no resourceType"));
        }
        Resource resource = FhirFormat.JSON.read(raw, type);
        return single(resource, raw);
    }

    private static FhirMessage single(Resource resource, byte[] raw) {
        Entry only = new Entry(0, resource.fhirType(), new Read(resource), Optional.empty(), raw);
        return new FhirMessage(
                Kind.SINGLE, Optional.empty(), text(resource.getMeta().getSource()), Optional.empty(), List.of(only));
    }

    private FhirMessage bundle(JsonNode bundle) {
        Kind kind = kind(bundle.path("type").asString(""));
        JsonNode entries = bundle.path("entry");
        if (!entries.isArray() && !entries.isMissingNode() && !entries.isNull()) {
            throw new RejectionException(FhirRejections.BAD_VALUE.at("Bundle.entry"));
        }
        limit(entries.size());
        List<Entry> read = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            read.add(entry(i, entries.get(i)));
        }
        JsonNode identifier = bundle.path("identifier");
        return message(
                kind,
                text(identifier.path("value").asString("")),
                text(bundle.path("meta").path("source").asString("")),
                bundle.path("timestamp").asString(""),
                read);
    }

    private Entry entry(int index, JsonNode told) {
        JsonNode tree = told.path("resource");
        byte[] alone = tree.isObject() ? tree.toString().getBytes(StandardCharsets.UTF_8) : new byte[0];
        return entry(
                index,
                text(told.path("fullUrl").asString("")),
                told.path("request").path("method").asString(""),
                tree.isObject(),
                alone,
                at -> typeOf(tree).isEmpty() ? unreadable(at) : FhirFormat.JSON.read(alone, at));
    }

    private FhirMessage xml(byte[] raw) {
        Resource resource = FhirFormat.XML.read(raw, "");
        if (!(resource instanceof Bundle bundle)) {
            return single(resource, raw);
        }
        Kind kind = kind(bundle.getType() == null ? "" : bundle.getType().toCode());
        limit(bundle.getEntry().size());
        List<Entry> read = new ArrayList<>();
        for (Bundle.BundleEntryComponent told : bundle.getEntry()) {
            Resource inside = told.getResource();
            read.add(entry(
                    read.size(),
                    text(told.getFullUrl()),
                    told.getRequest().getMethod() == null
                            ? ""
                            : told.getRequest().getMethod().toCode(),
                    inside != null,
                    inside == null ? new byte[0] : FhirFormat.JSON.write(inside),
                    at -> inside));
        }
        return message(
                kind,
                text(bundle.getIdentifier().getValue()),
                text(bundle.getMeta().getSource()),
                bundle.getTimestampElement().getValueAsString() == null
                        ? ""
                        : bundle.getTimestampElement().getValueAsString(),
                read);
    }

    private interface Reading {
        Resource at(String place);
    }

    private static Entry entry(
            int index, Optional<String> fullUrl, String method, boolean present, byte[] alone, Reading reading) {
        String place = "Bundle.entry[" + index + "]";
        Entry.Content content;
        try {
            if (!method.isEmpty() && !method.equals("POST") && !method.equals("PUT")) {
                content = new Unread(FhirRejections.METHOD.at(place + ".request.method"));
            } else if (!present) {
                content = new Unread(FhirRejections.EMPTY_ENTRY.at(place + ".resource"));
            } else {
                content = new Read(reading.at(place + ".resource"));
            }
        } catch (RejectionException e) {
            content = new Unread(e.rejection());
        }
        return new Entry(index, place + ".resource", content, fullUrl, alone);
    }

    private FhirMessage message(
            Kind kind, Optional<String> ownId, Optional<String> source, String timestamp, List<Entry> entries) {
        Optional<String> header = entries.stream()
                .flatMap(entry -> entry.resource().stream())
                .filter(MessageHeader.class::isInstance)
                .map(MessageHeader.class::cast)
                .flatMap(told ->
                        text(told.getSource().getName())
                                .or(() -> text(told.getSource().getEndpoint()))
                                .stream())
                .findFirst();
        return new FhirMessage(
                kind,
                kind == Kind.MESSAGE ? ownId : Optional.empty(),
                header.or(() -> source),
                new Moments(settings.zone()).read(timestamp, "Bundle.timestamp"),
                entries);
    }

    private static Kind kind(String type) {
        return Optional.ofNullable(KINDS.get(type.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> new RejectionException(FhirRejections.WRONG_BUNDLE.at("Bundle.type")));
    }

    private void limit(int entries) {
        if (entries > settings.maxEntries()) {
            Rejection why = FhirRejections.TOO_MANY_ENTRIES.at("Bundle.entry", "the limit is " + settings.maxEntries());
            throw new RejectionException(why);
        }
    }

    private static String typeOf(JsonNode tree) {
        return tree.path("resourceType").asString("");
    }

    private static Resource unreadable(String at) {
        throw new RejectionException(FhirRejections.UNREADABLE.at(at, "no resourceType"));
    }

    private static Optional<String> text(@org.jspecify.annotations.Nullable String told) {
        return Optional.ofNullable(told).filter(text -> !text.isBlank());
    }
}
