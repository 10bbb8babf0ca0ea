package org.parcours.command.feeds.fhir;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.parcours.command.message.Rejection;

/** The URLs under {@code /fhir}: what each supports, and the response to those that do not exist. */
final class FhirUrl {

    private static final String QUERIES = "query-service answers queries";

    private FhirUrl() {}

    /** Also one that a client has written wrongly: {@code //fhir}, {@code /FHIR}. */
    static boolean isUnderFhir(String url) {
        String path = url.replaceFirst("^/+", "/").toLowerCase(Locale.ROOT);
        return path.equals("/fhir") || path.startsWith("/fhir/") || path.startsWith("/fhir?");
    }

    static boolean isType(String type) {
        return types().contains(type);
    }

    /** Whether resources of the type have URLs of their own: a Bundle is processed, and has none. */
    static boolean isStored(String type) {
        return isType(type) && !type.equals("Bundle");
    }

    private static Set<String> types() {
        return FhirContext.forR4Cached().getResourceTypes();
    }

    /** The response to a method and path that no handler takes. */
    static FhirResponse notSupported(String path) {
        List<String> segments =
                Stream.of(path.split("/")).filter(segment -> !segment.isEmpty()).toList();
        if (segments.isEmpty()) {
            return notAllowed("POST", "a Bundle is posted here; " + QUERIES);
        }
        String first = segments.getFirst();
        if (segments.size() == 1 && first.equals("metadata")) {
            return notAllowed("GET, HEAD", "GET expected");
        }
        if (segments.getLast().equals("$validate") && segments.size() <= 2) {
            return notAllowed("POST", "a resource is posted here");
        }
        if (segments.size() > 2 || first.startsWith("_") || first.startsWith("$") || isOperation(segments.getLast())) {
            return FhirResponse.rejected(404, FhirHttpRejection.UNKNOWN_URL.at("url", QUERIES));
        }
        if (!isType(first)) {
            return unknownType(first);
        }
        if (first.equals("Bundle")) {
            return segments.size() == 1
                    ? notAllowed("POST", "a Bundle is posted; " + QUERIES)
                    : notAllowed("", "a Bundle is processed, not stored: POST it to /fhir");
        }
        return segments.size() == 1
                ? notAllowed("POST, PUT", "POST creates, PUT with ?identifier= updates; " + QUERIES)
                : notAllowed(
                        "PUT", "PUT updates; to withdraw a resource, send it with status entered-in-error; " + QUERIES);
    }

    private static boolean isOperation(String segment) {
        return segment.startsWith("_") || segment.startsWith("$");
    }

    private static FhirResponse notAllowed(String allowed, String detail) {
        Rejection rejection = FhirHttpRejection.METHOD_NOT_ALLOWED.at("method", detail);
        return FhirResponse.rejected(405, rejection).with("Allow", allowed);
    }

    private static FhirResponse unknownType(String type) {
        String hint = types().stream()
                .filter(type::equalsIgnoreCase)
                .map(name -> name + " expected")
                .findFirst()
                .orElse("see /fhir/metadata");
        return FhirResponse.rejected(FhirHttpRejection.UNKNOWN_TYPE, "url", hint);
    }
}
