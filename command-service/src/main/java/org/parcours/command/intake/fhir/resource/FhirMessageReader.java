package org.parcours.command.intake.fhir.resource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.ResourceEntry.ReadableContent;
import org.parcours.command.intake.fhir.resource.ResourceEntry.UnreadableContent;
import org.parcours.command.message.RejectionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the resources of a message. In JSON each entry of a Bundle is read by itself: an unreadable one does not affect
 * the others. In XML the first unreadable resource makes the whole message unreadable.
 */
public final class FhirMessageReader {

    /** Of an entry's request; the empty text is that of an entry without a request. */
    private static final Set<String> METHODS = Set.of("", "POST", "PUT");

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
            throw FhirRejectionCode.UNREADABLE.exceptionAt("", "not JSON");
        }
        requireType(tree, "");
        String type = tree.path("resourceType").asString("");
        return type.equals("Bundle") ? bundleMessage(tree) : singleMessage(FhirResourceCodec.JSON.read(raw, type), raw);
    }

    private static FhirMessage singleMessage(Resource resource, byte[] raw) {
        return new FhirMessage(
                Kind.SINGLE,
                Optional.empty(),
                nonBlank(resource.getMeta().getSource()),
                Optional.empty(),
                List.of(new ResourceEntry(
                        0, resource.fhirType(), new ReadableContent(resource), Optional.empty(), raw)));
    }

    private FhirMessage bundleMessage(JsonNode bundle) {
        Kind kind = kind(bundle.path("type").asString(""));
        JsonNode entries = bundle.path("entry");
        if (!entries.isArray() && !entries.isMissingNode() && !entries.isNull()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt("Bundle.entry");
        }
        requireAtMostMaxEntries(entries.size());
        return message(
                kind,
                text(bundle.path("identifier"), "value"),
                text(bundle.path("meta"), "source"),
                text(bundle, "timestamp"),
                IntStream.range(0, entries.size())
                        .mapToObj(i -> entry(i, entries.get(i)))
                        .toList());
    }

    private static ResourceEntry entry(int index, JsonNode node) {
        JsonNode resource = node.path("resource");
        byte[] bytes = resource.isObject() ? resource.toString().getBytes(StandardCharsets.UTF_8) : new byte[0];
        return entry(
                index,
                text(node, "fullUrl"),
                node.path("request").path("method").asString(""),
                bytes,
                path -> {
                    requireType(resource, path);
                    return FhirResourceCodec.JSON.read(bytes, path);
                });
    }

    private FhirMessage xmlMessage(byte[] raw) {
        Resource resource = FhirResourceCodec.XML.read(raw, "");
        if (!(resource instanceof Bundle bundle)) {
            return singleMessage(resource, raw);
        }
        Kind kind = kind(bundle.getType() == null ? "" : bundle.getType().toCode());
        List<Bundle.BundleEntryComponent> entries = bundle.getEntry();
        requireAtMostMaxEntries(entries.size());
        return message(
                kind,
                nonBlank(bundle.getIdentifier().getValue()),
                nonBlank(bundle.getMeta().getSource()),
                nonBlank(bundle.getTimestampElement().getValueAsString()),
                IntStream.range(0, entries.size())
                        .mapToObj(i -> entry(i, entries.get(i)))
                        .toList());
    }

    private static ResourceEntry entry(int index, Bundle.BundleEntryComponent entry) {
        Resource resource = entry.getResource();
        Bundle.HTTPVerb method = entry.getRequest().getMethod();
        return entry(
                index,
                nonBlank(entry.getFullUrl()),
                method == null ? "" : method.toCode(),
                resource == null ? new byte[0] : FhirResourceCodec.JSON.write(resource),
                path -> resource);
    }

    private static ResourceEntry entry(
            int index, Optional<String> fullUrl, String method, byte[] bytes, Function<String, Resource> parser) {
        String path = "Bundle.entry[" + index + "].resource";
        ResourceEntry.Content content;
        if (!METHODS.contains(method)) {
            content = new UnreadableContent(
                    FhirRejectionCode.UNSUPPORTED_METHOD.at("Bundle.entry[" + index + "].request.method"));
        } else if (bytes.length == 0) {
            content = new UnreadableContent(FhirRejectionCode.EMPTY_ENTRY.at(path));
        } else {
            content = content(path, parser);
        }
        return new ResourceEntry(index, path, content, fullUrl, bytes);
    }

    private static ResourceEntry.Content content(String path, Function<String, Resource> parser) {
        try {
            return new ReadableContent(parser.apply(path));
        } catch (RejectionException e) {
            return new UnreadableContent(e.rejection());
        }
    }

    private FhirMessage message(
            Kind kind,
            Optional<String> messageId,
            Optional<String> source,
            Optional<String> timestamp,
            List<ResourceEntry> entries) {
        Optional<String> header = entries.stream()
                .flatMap(entry -> entry.resource(MessageHeader.class).stream())
                .map(MessageHeader::getSource)
                .flatMap(application ->
                        nonBlank(application.getName()).or(() -> nonBlank(application.getEndpoint())).stream())
                .findFirst();
        return new FhirMessage(
                kind,
                kind == Kind.MESSAGE ? messageId : Optional.empty(),
                header.or(() -> source),
                timestamp.flatMap(text -> new FhirDateTimeParser(settings.zone()).parse(text, "Bundle.timestamp")),
                entries);
    }

    private static Kind kind(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "transaction" -> Kind.TRANSACTION;
            case "batch" -> Kind.BATCH;
            case "message" -> Kind.MESSAGE;
            case "collection" -> Kind.COLLECTION;
            default -> throw FhirRejectionCode.UNSUPPORTED_BUNDLE_TYPE.exceptionAt("Bundle.type");
        };
    }

    private void requireAtMostMaxEntries(int entries) {
        if (entries > settings.maxEntries()) {
            throw FhirRejectionCode.TOO_MANY_ENTRIES.exceptionAt(
                    "Bundle.entry", "the limit is " + settings.maxEntries());
        }
    }

    private static void requireType(JsonNode resource, String path) {
        if (resource.path("resourceType").asString("").isEmpty()) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt(path, "no resourceType");
        }
    }

    private static Optional<String> text(JsonNode tree, String name) {
        return nonBlank(tree.path(name).asString(""));
    }

    static Optional<String> nonBlank(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
