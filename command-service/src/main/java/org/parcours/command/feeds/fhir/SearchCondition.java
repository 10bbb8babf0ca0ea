package org.parcours.command.feeds.fhir;

import java.util.List;
import java.util.Set;
import org.parcours.command.http.QueryString;
import org.parcours.command.http.QueryString.Parameter;

/**
 * The search of a conditional create or update. Parcours finds a thing by one identifier: a search by anything else is
 * rejected.
 */
final class SearchCondition {

    /** Parameters of a URL that are no search. */
    private static final Set<String> GENERAL = Set.of("source", "_format", "_pretty", "_summary", "_elements");

    private SearchCondition() {}

    /**
     * @param place the header, or the URL
     * @return {@code identifier=SYSTEM|VALUE}, percent-encoded
     * @throws RejectedRequestException where the query is no search by one identifier
     */
    static String of(QueryString query, String place) {
        List<Parameter> search = query.parameters().stream()
                .filter(parameter -> !GENERAL.contains(parameter.name()))
                .toList();
        if (search.isEmpty()) {
            throw new RejectedRequestException(
                    FhirHttpRejection.INVALID_URL, place, "no search: ?identifier=SYSTEM|VALUE expected");
        }
        String value = search.getFirst().value();
        int bar = value.indexOf('|');
        boolean isIdentifier = search.size() == 1
                && search.getFirst().name().equals("identifier")
                && bar > 0
                && !value.substring(0, bar).isBlank()
                && !value.substring(bar + 1).isBlank()
                && !value.contains(",");
        if (!isIdentifier) {
            throw new RejectedRequestException(
                    FhirHttpRejection.UNSUPPORTED_CONDITION, place, "identifier=SYSTEM|VALUE expected, one");
        }
        return "identifier=" + value.replace("%", "%25");
    }
}
