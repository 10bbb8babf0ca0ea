package org.parcours.command.feeds.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.parcours.command.http.ContentType;
import org.parcours.command.http.QueryString;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;

/**
 * The format that a client requests for the response (FHIR R4, 3.1.0.1.11): {@code _format} takes precedence over {@code
 * Accept}; a generic media type is answered with itself; without a request, JSON.
 */
record ResponseFormat(FhirMediaType type) {

    /** Of an error where the client requests a format that is not supported. */
    static final ResponseFormat DEFAULT = new ResponseFormat(FhirMediaType.FHIR_JSON);

    private record Range(FhirMediaType type, double quality) {}

    /** Empty where no requested format is supported: 406. */
    static Optional<ResponseFormat> requested(HttpServletRequest request) {
        Optional<String> format = QueryString.of(request.getQueryString()).flatMap(query -> query.first("_format"));
        if (format.isPresent()) {
            return ofParameter(format.get()).map(ResponseFormat::new);
        }
        List<String> accepted = Collections.list(request.getHeaders("Accept")).stream()
                .flatMap(header -> List.of(header.split(",")).stream())
                .filter(range -> !range.isBlank())
                .toList();
        return accepted.isEmpty() ? Optional.of(DEFAULT) : best(accepted).map(ResponseFormat::new);
    }

    static ResponseFormat requestedOrDefault(HttpServletRequest request) {
        return requested(request).orElse(DEFAULT);
    }

    /** A plus sign that is not percent-encoded arrives as a blank. */
    private static Optional<FhirMediaType> ofParameter(String format) {
        return switch (format.strip().toLowerCase(Locale.ROOT)) {
            case "json" -> Optional.of(FhirMediaType.FHIR_JSON);
            case "xml" -> Optional.of(FhirMediaType.FHIR_XML);
            default -> FhirMediaType.ofRange(ContentType.of(format.strip().replace(' ', '+')));
        };
    }

    /** The range with the highest quality; of equal ones, the first. */
    private static Optional<FhirMediaType> best(List<String> accepted) {
        List<Range> ranges = new ArrayList<>();
        for (String each : accepted) {
            ContentType range = ContentType.of(each);
            double quality = quality(range);
            FhirMediaType.ofRange(range)
                    .filter(_ -> quality > 0)
                    .ifPresent(type -> ranges.add(new Range(type, quality)));
        }
        // Sorting is stable: max() would return any of equal ones.
        return ranges.stream()
                .sorted(Comparator.comparingDouble(Range::quality).reversed())
                .map(Range::type)
                .findFirst();
    }

    private static double quality(ContentType range) {
        try {
            return range.parameter("q").map(Double::parseDouble).orElse(1.0);
        } catch (NumberFormatException _) {
            return 1.0;
        }
    }

    /** The value of the header {@code Content-Type}. */
    String contentType() {
        return type.mediaType() + ";charset=utf-8";
    }

    byte[] write(Resource resource) {
        Optional<byte[]> usual =
                type.codec() == FhirResourceCodec.JSON ? FhirResponseJsonWriter.write(resource) : Optional.empty();
        return usual.orElseGet(() -> type.codec().write(resource));
    }
}
