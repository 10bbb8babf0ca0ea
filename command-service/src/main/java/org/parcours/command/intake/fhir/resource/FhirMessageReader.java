package org.parcours.command.intake.fhir.resource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.parcours.command.intake.fhir.element.ElementChecker;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.FhirType;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.ResourceEntry.ReadableContent;
import org.parcours.command.intake.fhir.resource.ResourceEntry.UnreadableContent;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;

/** Reads the resources of a message. Each entry of a Bundle is checked by itself: a wrong one does not affect the others. */
public final class FhirMessageReader {

    private static final Set<String> METHODS = Set.of("POST", "PUT");

    private final FhirProperties settings;
    private final ResourceTreeReader trees;
    private final ElementChecker checker;

    public FhirMessageReader(FhirProperties settings) {
        this.settings = settings;
        this.trees = new ResourceTreeReader();
        this.checker = new ElementChecker(settings.strict());
    }

    /**
     * @param request of a single resource
     * @throws RejectionException where the bytes contain no readable resource
     */
    public FhirMessage read(byte[] raw, EntryRequest request) {
        JsonNode tree = trees.read(raw);
        requireType(tree, "");
        String type = tree.path("resourceType").asString("");
        return type.equals("Bundle") ? bundleMessage(tree) : singleMessage(tree, type, request, raw);
    }

    private FhirMessage singleMessage(JsonNode tree, String type, EntryRequest request, byte[] raw) {
        FhirElement resource = FhirElement.resource(tree, type);
        checker.check(resource);
        return new FhirMessage(
                Kind.SINGLE,
                Optional.empty(),
                source(resource),
                Optional.empty(),
                List.of(new ResourceEntry(0, type, new ReadableContent(resource), Optional.empty(), request, raw)));
    }

    private FhirMessage bundleMessage(JsonNode tree) {
        FhirElement bundle = FhirElement.resource(tree, "Bundle");
        Kind kind = kind(bundle);
        JsonNode entries = tree.path("entry");
        if (!entries.isArray() && !entries.isMissingNode() && !entries.isNull()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt("Bundle.entry", "a JSON array expected");
        }
        if (entries.size() > settings.maxEntries()) {
            throw FhirRejectionCode.TOO_MANY_ENTRIES.exceptionAt(
                    "Bundle.entry", "the limit is " + settings.maxEntries());
        }
        List<ResourceEntry> read = IntStream.range(0, entries.size())
                .mapToObj(i -> entry(i, entries.get(i)))
                .toList();
        Optional<String> header = read.stream()
                .flatMap(entry -> entry.resource("MessageHeader").stream())
                .map(message -> message.child("source"))
                .flatMap(application -> application.text("name").or(() -> application.text("endpoint")).stream())
                .findFirst();
        return new FhirMessage(
                kind,
                kind == Kind.MESSAGE ? bundle.child("identifier").text("value") : Optional.empty(),
                header.or(() -> source(bundle)),
                Optional.of(bundle.child("timestamp")).filter(FhirElement::isPresent),
                read);
    }

    private ResourceEntry entry(int index, JsonNode node) {
        String path = "Bundle.entry[" + index + "].resource";
        JsonNode resource = node.path("resource");
        JsonNode request = node.path("request");
        Optional<String> method = text(request, "method").map(name -> name.toUpperCase(Locale.ROOT));
        ResourceEntry.Content content;
        if (method.filter(name -> !METHODS.contains(name)).isPresent()) {
            content = new UnreadableContent(
                    FhirRejectionCode.UNSUPPORTED_METHOD.at("Bundle.entry[" + index + "].request.method"));
        } else if (!resource.isObject()) {
            content = new UnreadableContent(FhirRejectionCode.EMPTY_ENTRY.at(path));
        } else {
            content = content(resource, path);
        }
        return new ResourceEntry(
                index,
                path,
                content,
                text(node, "fullUrl"),
                new EntryRequest(method, text(request, "url"), text(request, "ifNoneExist")),
                resource.isObject() ? resource.toString().getBytes(StandardCharsets.UTF_8) : new byte[0]);
    }

    private ResourceEntry.Content content(JsonNode node, String path) {
        try {
            requireType(node, path);
            FhirElement resource = FhirElement.resource(node, path);
            checker.check(resource);
            return new ReadableContent(resource);
        } catch (RejectionException e) {
            return new UnreadableContent(e.rejection());
        }
    }

    /** Without the fragment, which names one submission of a system: {@code http://lab.example/lis#1234}. */
    private static Optional<String> source(FhirElement resource) {
        return resource.child("meta")
                .text("source")
                .map(uri -> uri.contains("#") ? uri.substring(0, uri.indexOf('#')) : uri)
                .filter(uri -> !uri.isBlank());
    }

    private static Kind kind(FhirElement bundle) {
        return switch (bundle.text("type").orElse("").toLowerCase(Locale.ROOT)) {
            case "transaction" -> Kind.TRANSACTION;
            case "batch" -> Kind.BATCH;
            case "message" -> Kind.MESSAGE;
            case "collection" -> Kind.COLLECTION;
            case "document" -> Kind.DOCUMENT;
            case "searchset" -> Kind.SEARCHSET;
            case "history" -> Kind.HISTORY;
            default -> throw FhirRejectionCode.UNSUPPORTED_BUNDLE_TYPE.exceptionAt("Bundle.type");
        };
    }

    private static void requireType(JsonNode resource, String path) {
        String type = resource.path("resourceType").asString("");
        if (type.isEmpty()) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt(path, "no resourceType");
        }
        if (FhirType.resource(type).isEmpty()) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt(
                    path.isEmpty() ? "resourceType" : path + ".resourceType", "FHIR R4 has no resource of this type");
        }
    }

    private static Optional<String> text(JsonNode tree, String name) {
        return nonBlank(tree.path(name).asString(""));
    }

    static Optional<String> nonBlank(@Nullable String value) {
        return Optional.ofNullable(value).filter(text -> !text.isBlank());
    }
}
