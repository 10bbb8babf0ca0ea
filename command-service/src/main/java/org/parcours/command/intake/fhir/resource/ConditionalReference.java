package org.parcours.command.intake.fhir.resource;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.intake.IdentifierNormalizer;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;
import org.parcours.events.Identifier;

/** A reference by search: {@code Patient?identifier=system|value} (FHIR R4, 3.1.0.11.2). */
record ConditionalReference(String type, String parameters) {

    private static final Pattern PATTERN = Pattern.compile("([A-Z][A-Za-z]+)\\?(.*)");
    private static final Pattern CONDITION = Pattern.compile("identifier=([^|&]+)\\|([^|&]+)");

    static Optional<ConditionalReference> of(String uri) {
        if (uri.indexOf('?') < 0) {
            return Optional.empty();
        }
        return Optional.of(PATTERN.matcher(uri))
                .filter(Matcher::matches)
                .map(found -> new ConditionalReference(found.group(1), found.group(2)));
    }

    /** @throws RejectionException where it searches by something else */
    Identifier identifier(FhirElement at) {
        return identifier(parameters, at);
    }

    /** The identifier of a condition {@code identifier=system|value}, percent-encoded or not. */
    static Identifier identifier(String parameters, FhirElement at) {
        return Optional.of(CONDITION.matcher(decoded(parameters)))
                .filter(Matcher::matches)
                .flatMap(found -> IdentifierNormalizer.normalize(Identifier.of(found.group(1), found.group(2))))
                .orElseThrow(() -> FhirRejectionCode.UNSUPPORTED_CONDITION.exceptionAt(at.path()));
    }

    /** By which the resources of a message are found. */
    static String key(String type, Identifier identifier) {
        return type + "?" + identifier.system() + "|" + identifier.value();
    }

    private static String decoded(String parameters) {
        try {
            return URLDecoder.decode(parameters.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return parameters;
        }
    }
}
