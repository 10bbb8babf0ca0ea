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
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.ResourceEntry.ReadableContent;
import org.parcours.command.intake.fhir.resource.ResourceEntry.UnreadableContent;
import org.parcours.command.message.Rejection;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the resources of a message. In JSON each entry of a Bundle is read by itself: an unreadable one does not affect
 * the others. In XML the first unreadable resource makes the whole message unreadable.
 */
public final class FhirMessageReader {

    private static final Map<String, Kind> KINDS_BY_BUNDLE_TYPE = Map.of(
            "transaction", Kind.TRANSACTION,
            "batch", Kind.BATCH,
            "message", Kind.MESSAGE,
            "collection", Kind.COLLECTION);

    private final FhirProperties settings;
    private final JsonMapper json = new JsonMapper();

    public FhirMessageReader(FhirProperties settings) {
        this.settings = settings;
    }

    /** @throws RejectionException where the bytes contain no readable resource */
    public FhirMessage read(byte[] raw) {
        if (FhirResourceCodec.detect(raw) == FhirResourceCodec.XML) {
            return xmlMessage(raw);
        }
        JsonNode tree;
        try {
            tree = json.readTree(raw);
        } catch (JacksonException | StackOverflowError e) {
            throw new RejectionException(FhirRejectionCode.UNREADABLE.at("", "not JSON"));
        }
        return tree.path("resourceType").asString("").equals("Bundle") ? bundleMessage(tree) : singleMessage(raw, tree);
    }

    private FhirMessage singleMessage(byte[] raw, JsonNode tree) {
        String type = typeOf(tree);
        if (type.isEmpty()) {
            throw new RejectionException(FhirRejectionCode.UNREADABLE.at("", "no resourceType"));
        }
        Resource resource = FhirResourceCodec.JSON.read(raw, type);
        return singleMessage(resource, raw);
    }

    private static FhirMessage singleMessage(Resource resource, byte[] raw) {
        ResourceEntry only =
                new ResourceEntry(0, resource.fhirType(), new ReadableContent(resource), Optional.empty(), raw);
        return new FhirMessage(
                Kind.SINGLE,
                Optional.empty(),
                nonBlank(resource.getMeta().getSource()),
                Optional.empty(),
                List.of(only));
    }

    private FhirMessage bundleMessage(JsonNode bundle) {
        Kind kind = kind(bundle.path("type").asString(""));
        JsonNode entries = bundle.path("entry");
        if (!entries.isArray() && !entries.isMissingNode() && !entries.isNull()) {
            throw new RejectionException(FhirRejectionCode.INVALID_VALUE.at("Bundle.entry"));
        }
        requireAtMostMaxEntries(entries.size());
        List<ResourceEntry> read = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            read.add(entry(i, entries.get(i)));
        }
        JsonNode identifier = bundle.path("identifier");
        return message(
                kind,
                nonBlank(identifier.path("value").asString("")),
                nonBlank(bundle.path("meta").path("source").asString("")),
                bundle.path("timestamp").asString(""),
                read);
    }

    private ResourceEntry entry(int index, JsonNode node) {
        JsonNode resource = node.path("resource");
        byte[] bytes = resource.isObject() ? resource.toString().getBytes(StandardCharsets.UTF_8) : new byte[0];
        return entry(
                index,
                nonBlank(node.path("fullUrl").asString("")),
                node.path("request").path("method").asString(""),
                resource.isObject(),
                bytes,
                path -> typeOf(resource).isEmpty() ? withoutType(path) : FhirResourceCodec.JSON.read(bytes, path));
    }

    private FhirMessage xmlMessage(byte[] raw) {
        Resource resource = FhirResourceCodec.XML.read(raw, "");
        if (!(resource instanceof Bundle bundle)) {
            return singleMessage(resource, raw);
        }
        Kind kind = kind(bundle.getType() == null ? "" : bundle.getType().toCode());
        requireAtMostMaxEntries(bundle.getEntry().size());
        List<ResourceEntry> read = new ArrayList<>();
        for (Bundle.BundleEntryComponent entry : bundle.getEntry()) {
            Resource entryResource = entry.getResource();
            read.add(entry(
                    read.size(),
                    nonBlank(entry.getFullUrl()),
                    entry.getRequest().getMethod() == null
                            ? ""
                            : entry.getRequest().getMethod().toCode(),
                    entryResource != null,
                    entryResource == null ? new byte[0] : FhirResourceCodec.JSON.write(entryResource),
                    path -> entryResource));
        }
        return message(
                kind,
                nonBlank(bundle.getIdentifier().getValue()),
                nonBlank(bundle.getMeta().getSource()),
                bundle.getTimestampElement().getValueAsString() == null
                        ? ""
                        : bundle.getTimestampElement().getValueAsString(),
                read);
    }

    private interface ResourceParser {
        Resource parse(String path);
    }

    private static ResourceEntry entry(
            int index, Optional<String> fullUrl, String method, boolean present, byte[] bytes, ResourceParser parser) {
        String path = "Bundle.entry[" + index + "]";
        ResourceEntry.Content content;
        try {
            if (!method.isEmpty() && !method.equals("POST") && !method.equals("PUT")) {
                content = new UnreadableContent(FhirRejectionCode.UNSUPPORTED_METHOD.at(path + ".request.method"));
            } else if (!present) {
                content = new UnreadableContent(FhirRejectionCode.EMPTY_ENTRY.at(path + ".resource"));
            } else {
                content = new ReadableContent(parser.parse(path + ".resource"));
            }
        } catch (RejectionException e) {
            content = new UnreadableContent(e.rejection());
        }
        return new ResourceEntry(index, path + ".resource", content, fullUrl, bytes);
    }

    private FhirMessage message(
            Kind kind,
            Optional<String> messageId,
            Optional<String> source,
            String timestamp,
            List<ResourceEntry> entries) {
        Optional<String> header = entries.stream()
                .flatMap(entry -> entry.resource().stream())
                .filter(MessageHeader.class::isInstance)
                .map(MessageHeader.class::cast)
                .flatMap(messageHeader -> nonBlank(messageHeader.getSource().getName())
                        .or(() -> nonBlank(messageHeader.getSource().getEndpoint()))
                        .stream())
                .findFirst();
        return new FhirMessage(
                kind,
                kind == Kind.MESSAGE ? messageId : Optional.empty(),
                header.or(() -> source),
                new FhirDateTimeParser(settings.zone()).parse(timestamp, "Bundle.timestamp"),
                entries);
    }

    private static Kind kind(String type) {
        return Optional.ofNullable(KINDS_BY_BUNDLE_TYPE.get(type.toLowerCase(Locale.ROOT)))
                .orElseThrow(() -> new RejectionException(FhirRejectionCode.UNSUPPORTED_BUNDLE_TYPE.at("Bundle.type")));
    }

    private void requireAtMostMaxEntries(int entries) {
        if (entries > settings.maxEntries()) {
            Rejection rejection =
                    FhirRejectionCode.TOO_MANY_ENTRIES.at("Bundle.entry", "the limit is " + settings.maxEntries());
            throw new RejectionException(rejection);
        }
    }

    private static String typeOf(JsonNode tree) {
        return tree.path("resourceType").asString("");
    }

    private static Resource withoutType(String path) {
        throw new RejectionException(FhirRejectionCode.UNREADABLE.at(path, "no resourceType"));
    }

    private static Optional<String> nonBlank(@org.jspecify.annotations.Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
