package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.parcours.command.http.QueryString;
import org.parcours.command.http.QueryString.Parameter;

/**
 * The search of a conditional create or update. Parcours finds a thing by its identifier only: a search by anything else
 * is rejected with its name.
 *
 * @param identifiers what {@code identifier=system|value} names, at least one
 */
record SearchCondition(List<Token> identifiers) {

    private static final String IDENTIFIER = "identifier";

    /** Parameters of a URL that are no search. */
    private static final Set<String> GENERAL = Set.of("source", "_format", "_pretty", "_summary", "_elements");

    /** @param system empty: {@code identifier=value}, of any system */
    record Token(Optional<String> system, String value) {}

    SearchCondition {
        identifiers = List.copyOf(identifiers);
    }

    /** @param name of the header, or of the URL, for the rejection */
    static SearchCondition of(QueryString query, String name) {
        List<Parameter> search = query.parameters().stream()
                .filter(parameter -> !GENERAL.contains(parameter.name()))
                .toList();
        if (search.isEmpty()) {
            throw new RejectedRequestException(
                    FhirHttpRejection.INVALID_URL, name, "no search: identifier=SYSTEM|VALUE");
        }
        search.stream()
                .filter(parameter -> !parameter.name().equals(IDENTIFIER))
                .findFirst()
                .ifPresent(other -> {
                    throw new RejectedRequestException(
                            FhirHttpRejection.UNSUPPORTED_CONDITION,
                            name,
                            "a resource is found by identifier=SYSTEM|VALUE only");
                });
        return new SearchCondition(
                search.stream().map(parameter -> token(parameter.value(), name)).toList());
    }

    private static Token token(String text, String name) {
        int bar = text.indexOf('|');
        Optional<String> system =
                bar < 0 ? Optional.empty() : Optional.of(text.substring(0, bar)).filter(part -> !part.isBlank());
        String value = text.substring(bar + 1).strip();
        if (value.isEmpty() || value.contains(",")) {
            throw new RejectedRequestException(
                    FhirHttpRejection.UNSUPPORTED_CONDITION, name, "one identifier with a value expected");
        }
        return new Token(system.map(String::strip), value);
    }
}
