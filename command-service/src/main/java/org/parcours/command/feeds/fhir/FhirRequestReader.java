package org.parcours.command.feeds.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parcours.command.feeds.fhir.FhirRequest.Prefer;
import org.parcours.command.http.QueryString;
import org.parcours.command.intake.fhir.resource.EntryRequest;

/** Reads the URL and the headers of a request; throws {@link RejectedRequestException} naming what is invalid. */
final class FhirRequestReader {

    static final String SOURCE_PARAMETER = "source";
    static final String SOURCE_HEADER = "Parcours-Source";

    private static final String IF_NONE_EXIST = "If-None-Exist";

    /** In characters. The name is part of identifiers and of log lines. */
    private static final int MAX_SOURCE = 200;

    /** Control characters, and the separators of lines and paragraphs. */
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    /** FHIR R4, 3.1.0.5.1: a weak ETag; some clients send a strong one, or the version alone. */
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"([^\"]{1,64})\"|([A-Za-z0-9.-]{1,64})");

    private static final Pattern PREFER_RETURN =
            Pattern.compile("(?:^|[,;\\s])return\\s*=\\s*\"?(\\w+)", Pattern.CASE_INSENSITIVE);

    private FhirRequestReader() {}

    /**
     * @param address the type, or the type and id, in the URL
     * @param conditional whether the query of the URL is the search of a conditional update
     */
    static FhirRequest read(HttpServletRequest request, Optional<String> address, boolean conditional) {
        QueryString query = query(request.getQueryString(), "url");
        Optional<String> condition = conditional ? Optional.of(SearchCondition.of(query, "url")) : Optional.empty();
        EntryRequest entry = new EntryRequest(
                Optional.of(request.getMethod()),
                address.map(url -> url + condition.map(search -> "?" + search).orElse("")),
                Optional.ofNullable(request.getHeader(IF_NONE_EXIST)).map(FhirRequestReader::ifNoneExist),
                Optional.ofNullable(request.getHeader("If-Match")).map(FhirRequestReader::version));
        return new FhirRequest(base(request), source(request, query), address, entry, prefer(request));
    }

    private static QueryString query(String text, String name) {
        return QueryString.of(text)
                .orElseThrow(() -> new RejectedRequestException(
                        FhirHttpRejection.INVALID_URL, name, "percent-encoded UTF-8 expected"));
    }

    private static Optional<String> source(HttpServletRequest request, QueryString query) {
        if (query.count(SOURCE_PARAMETER) > 1) {
            throw new RejectedRequestException(FhirHttpRejection.INVALID_URL, SOURCE_PARAMETER, "stated twice");
        }
        Optional<String> named = query.first(SOURCE_PARAMETER);
        String place = named.isPresent() ? SOURCE_PARAMETER : SOURCE_HEADER;
        Optional<String> source = named.or(() ->
                        Optional.ofNullable(request.getHeader(SOURCE_HEADER)).map(FhirRequestReader::asUtf8))
                .filter(name -> !name.isBlank());
        source.ifPresent(name -> requireName(name, place));
        return source.map(String::strip);
    }

    private static void requireName(String name, String place) {
        if (CONTROL.matcher(name).find() || name.codePointCount(0, name.length()) > MAX_SOURCE) {
            throw new RejectedRequestException(FhirResponse.rejected(
                    FhirHttpRejection.INVALID_SOURCE.status(), FhirHttpRejection.INVALID_SOURCE.at(place)));
        }
    }

    /** The container reads headers as ISO-8859-1; most clients send UTF-8. */
    private static String asUtf8(String header) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException _) {
            return header;
        }
    }

    /** Its value is the query of a URL, or a whole search URL. */
    private static String ifNoneExist(String header) {
        QueryString query = query(header.substring(header.indexOf('?') + 1).strip(), IF_NONE_EXIST);
        return SearchCondition.of(query, IF_NONE_EXIST);
    }

    private static String version(String header) {
        Matcher etag = ETAG.matcher(header.strip());
        if (!etag.matches()) {
            throw new RejectedRequestException(FhirHttpRejection.INVALID_URL, "If-Match", "W/\"VERSION\" expected");
        }
        return Optional.ofNullable(etag.group(1)).orElseGet(() -> etag.group(2));
    }

    private static Prefer prefer(HttpServletRequest request) {
        for (String header : Collections.list(request.getHeaders("Prefer"))) {
            Matcher value = PREFER_RETURN.matcher(header);
            if (value.find()) {
                return switch (value.group(1).toLowerCase(Locale.ROOT)) {
                    case "minimal" -> Prefer.MINIMAL;
                    case "representation" -> Prefer.REPRESENTATION;
                    default -> Prefer.OPERATION_OUTCOME;
                };
            }
        }
        return Prefer.OPERATION_OUTCOME;
    }

    /** The URL of this server as the client knows it. */
    static String base(HttpServletRequest request) {
        String url = request.getRequestURL().toString();
        String path = request.getRequestURI();
        String context = Optional.ofNullable(request.getContextPath()).orElse("");
        return url.substring(0, url.length() - path.length()) + context + "/fhir";
    }
}
