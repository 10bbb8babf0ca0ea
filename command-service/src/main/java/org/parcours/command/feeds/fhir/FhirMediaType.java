package org.parcours.command.feeds.fhir;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.parcours.command.http.ContentType;
import org.parcours.command.intake.fhir.resource.FhirResourceCodec;

/** The media types of FHIR's JSON and XML, with the generic ones and those of older versions (R4, 3.1.0.1.11). */
enum FhirMediaType {
    FHIR_JSON("application/fhir+json", FhirResourceCodec.JSON),
    FHIR_XML("application/fhir+xml", FhirResourceCodec.XML),
    JSON("application/json", FhirResourceCodec.JSON),
    XML("application/xml", FhirResourceCodec.XML),
    TEXT_JSON("text/json", FhirResourceCodec.JSON),
    TEXT_XML("text/xml", FhirResourceCodec.XML),
    DSTU2_JSON("application/json+fhir", FhirResourceCodec.JSON),
    DSTU2_XML("application/xml+fhir", FhirResourceCodec.XML);

    /** R4, and R4B, which has the same resources. */
    private static final Set<String> VERSIONS = Set.of("4.0", "4.3");

    /** What a client should send. */
    static final String EXPECTED = FHIR_JSON.mediaType + ", " + FHIR_XML.mediaType;

    static final String ALL =
            Arrays.stream(values()).map(FhirMediaType::mediaType).collect(Collectors.joining(", "));

    private final String mediaType;
    private final FhirResourceCodec codec;

    FhirMediaType(String mediaType, FhirResourceCodec codec) {
        this.mediaType = mediaType;
        this.codec = codec;
    }

    String mediaType() {
        return mediaType;
    }

    FhirResourceCodec codec() {
        return codec;
    }

    /** Empty where the type is none of FHIR, or names another version of it. */
    static Optional<FhirMediaType> of(ContentType contentType) {
        return Arrays.stream(values())
                .filter(each -> each.mediaType.equals(contentType.mediaType()))
                .filter(_ -> isSupportedVersion(contentType))
                .findFirst();
    }

    /** What a range of {@code Accept} means: an asterisk stands for any of the types. */
    static Optional<FhirMediaType> ofRange(ContentType range) {
        if (List.of("*/*", "application/*").contains(range.mediaType())) {
            return Optional.of(FHIR_JSON).filter(_ -> isSupportedVersion(range));
        }
        return range.mediaType().equals("text/*") ? Optional.of(TEXT_JSON) : of(range);
    }

    private static boolean isSupportedVersion(ContentType contentType) {
        return contentType.parameter("fhirversion").map(VERSIONS::contains).orElse(true);
    }
}
