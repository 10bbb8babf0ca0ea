package org.parcours.command.intake.fhir.resource;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.IdentifierNormalizer;

/**
 * A reference by address: {@code http://server/Patient/1}, {@code Patient/1} (FHIR R4, 2.3.0.1). A version in it has no
 * meaning: the resource is referred to.
 *
 * @param relative {@code Patient/1}
 */
record LiteralReference(Optional<String> server, String relative, String type, String id) {

    private static final Pattern PATTERN =
            Pattern.compile("(?:(https?://.+)/)?(([A-Z][A-Za-z]+)/([A-Za-z0-9.\\-]{1,64}))(?:/_history/.*)?");

    /** Empty for another URI: a URN, a fragment, a condition. */
    static Optional<LiteralReference> of(String uri) {
        if (uri.startsWith("urn:") || uri.startsWith("#")) {
            return Optional.empty();
        }
        return Optional.of(PATTERN.matcher(uri))
                .filter(Matcher::matches)
                .map(found -> new LiteralReference(
                        Optional.ofNullable(found.group(1)), found.group(2), found.group(3), found.group(4)));
    }

    /** Without the version: {@code _history/2}. A URN's case has no meaning where it is a UUID (RFC 9562 §4). */
    static String normalize(String uri) {
        String stripped = uri.strip();
        if (stripped.regionMatches(true, 0, "urn:", 0, 4)) {
            return IdentifierNormalizer.system(stripped);
        }
        int version = stripped.indexOf("/_history/");
        return version < 0 ? stripped : stripped.substring(0, version);
    }
}
