package org.parcours.command.intake.fhir.resource;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.parcours.command.intake.fhir.element.ElementChecker;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.intake.fhir.element.FhirVersionDetector;
import org.parcours.command.intake.fhir.resource.FhirMessage.Kind;
import org.parcours.command.intake.fhir.resource.ResourceEntry.ReadableContent;
import org.parcours.command.intake.fhir.resource.ResourceEntry.UnreadableContent;
import org.parcours.command.message.RejectionException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads the resources of a message. Each entry of a Bundle is checked by itself: a wrong one does not affect the others. */
public final class FhirMessageReader {

    private static final Pattern NAME = Pattern.compile("[A-Za-z]{1,64}");
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
        return tree instanceof ObjectNode bundle && type.equals("Bundle")
                ? bundleMessage(bundle)
                : singleMessage(tree, type, request, raw);
    }

    private FhirMessage singleMessage(JsonNode tree, String type, EntryRequest request, byte[] raw) {
        FhirElement resource = checked(tree, type);
        return new FhirMessage(
                Kind.SINGLE,
                Optional.empty(),
                source(resource),
                Optional.empty(),
                List.of(new ResourceEntry(
                        0, type, new ReadableContent(resource), Optional.empty(), request, () -> raw)),
                Optional.empty());
    }

    private FhirElement checked(JsonNode tree, String path) {
        FhirElement resource = FhirElement.resource(tree, path);
        FhirVersionDetector.requireR4(resource);
        checker.check(resource);
        return resource;
    }

    private FhirMessage bundleMessage(ObjectNode tree) {
        FhirElement bundle = FhirElement.resource(BundleTree.withoutResources(tree), "Bundle");
        Kind kind = kind(bundle);
        JsonNode entries = tree.path("entry");
        if (!entries.isArray() && !entries.isMissingNode() && !entries.isNull()) {
            throw FhirRejectionCode.INVALID_VALUE.exceptionAt("Bundle.entry", "a JSON array expected");
        }
        if (entries.size() > settings.maxEntries()) {
            throw FhirRejectionCode.TOO_MANY_ENTRIES.exceptionAt(
                    "Bundle.entry", "the limit is " + settings.maxEntries());
        }
        checker.check(FhirElement.resource(BundleTree.withoutEntries(tree), "Bundle"));
        Map<String, FhirElement> elements =
                bundle.peek("entry").stream().collect(Collectors.toMap(FhirElement::path, Function.identity()));
        List<ResourceEntry> read = IntStream.range(0, entries.size())
                .mapToObj(i -> entry(i, entries.get(i), elements.getOrDefault(entryPath(i), bundle.child("absent"))))
                .toList();
        if (kind == Kind.DOCUMENT
                && read.stream().allMatch(entry -> entry.resource().isPresent())
                && read.stream()
                        .noneMatch(entry -> entry.resource("Composition").isPresent())) {
            throw FhirRejectionCode.MISSING_ELEMENT.exceptionAt(
                    entryPath(0) + ".resource", "a Composition expected in a document");
        }
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
                read,
                Optional.of(bundle));
    }

    private static String entryPath(int index) {
        return "Bundle.entry[" + index + "]";
    }

    /** @param element the entry without its resource */
    private ResourceEntry entry(int index, JsonNode node, FhirElement element) {
        String path = entryPath(index) + ".resource";
        JsonNode resource = node.path("resource");
        FhirElement request = element.child("request");
        Optional<String> method = request.text("method").map(name -> name.toUpperCase(Locale.ROOT));
        ResourceEntry.Content content;
        if (method.filter(name -> !METHODS.contains(name)).isPresent()) {
            content = new UnreadableContent(
                    FhirRejectionCode.UNSUPPORTED_METHOD.at(entryPath(index) + ".request.method"));
        } else if (!resource.isObject()) {
            content = new UnreadableContent(FhirRejectionCode.EMPTY_ENTRY.at(path));
        } else {
            content = content(resource, path, element);
        }
        return new ResourceEntry(
                index,
                path,
                content,
                element.text("fullUrl"),
                new EntryRequest(
                        method,
                        request.text("url"),
                        request.text("ifNoneExist"),
                        request.text("ifMatch").map(etag -> etag.replaceAll("^W/|\"", ""))),
                () -> resource.isObject() ? resource.toString().getBytes(StandardCharsets.UTF_8) : new byte[0]);
    }

    private ResourceEntry.Content content(JsonNode node, String path, FhirElement entry) {
        try {
            checker.checkElement(entry);
            requireType(node, path);
            return new ReadableContent(checked(node, path));
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

    /** A name may be quoted; another text may be anything. */
    private static String found(String type) {
        return NAME.matcher(type).matches() ? '"' + type + "\" found" : type.length() + " characters found";
    }

    private static void requireType(JsonNode resource, String path) {
        String type = resource.path("resourceType").asString("");
        String typePath = path.isEmpty() ? "resourceType" : path + ".resourceType";
        if (type.isEmpty()) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt(path, "no resourceType");
        }
        FhirVersionDetector.versionOfType(type).ifPresent(version -> {
            throw FhirRejectionCode.UNSUPPORTED_VERSION.exceptionAt(typePath, "this is " + version);
        });
        if (!FhirVersionDetector.isKnownType(type)) {
            throw FhirRejectionCode.UNREADABLE.exceptionAt(
                    typePath, found(type) + ", FHIR R4 has no resource of this type");
        }
    }
}
