package org.parcours.command.intake.fhir.resource;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.ErrorHandlerAdapter;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ScalarType;
import ca.uhn.fhir.parser.json.BaseJsonLikeValue.ValueType;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;

/** FHIR's JSON and XML, read and written by HAPI FHIR. Its context is created on first use, in a second or two. */
public enum FhirResourceCodec {
    JSON("application/fhir+json"),
    XML("application/fhir+xml");

    private final String mediaType;

    FhirResourceCodec(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Detects the format by the first brace or angle bracket, since a declared media type may be missing or wrong. */
    public static FhirResourceCodec detect(byte[] document) {
        for (byte each : document) {
            if (each == '<') {
                return XML;
            }
            if (each == '{') {
                return JSON;
            }
        }
        return JSON;
    }

    /** @throws RejectionException where the document is not a resource, or a value is invalid for its type */
    public Resource read(byte[] document, String path) {
        try {
            IBaseResource read = parser(strictErrorHandler(path))
                    .parseResource(new InputStreamReader(new ByteArrayInputStream(document), StandardCharsets.UTF_8));
            if (read instanceof Resource resource) {
                return resource;
            }
            throw FhirRejectionCode.UNREADABLE.exceptionAt(path);
        } catch (RejectionException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // HAPI's parsers throw other exceptions than DataFormatException on an empty name or on deep nesting.
            throw FhirRejectionCode.UNREADABLE.exceptionAt(path);
        }
    }

    /** A resource that was accepted, for a response; what HAPI cannot read of it is left out. */
    public Optional<Resource> readLeniently(byte[] document) {
        try {
            return Optional.of(parser(new ErrorHandlerAdapter())
                            .parseResource(
                                    new InputStreamReader(new ByteArrayInputStream(document), StandardCharsets.UTF_8)))
                    .filter(Resource.class::isInstance)
                    .map(Resource.class::cast);
        } catch (RuntimeException | StackOverflowError e) {
            return Optional.empty();
        }
    }

    public byte[] write(Resource resource) {
        return parser(new ErrorHandlerAdapter())
                .encodeResourceToString(resource)
                .getBytes(StandardCharsets.UTF_8);
    }

    private IParser parser(ErrorHandlerAdapter errors) {
        FhirContext context = FhirContext.forR4Cached();
        IParser parser = this == JSON ? context.newJsonParser() : context.newXmlParser();
        parser.setParserErrorHandler(errors);
        return parser;
    }

    /** Ignores unknown elements; rejects a value that cannot be read, which HAPI would otherwise drop. */
    private static ErrorHandlerAdapter strictErrorHandler(String path) {
        return new ErrorHandlerAdapter() {
            @Override
            public void invalidValue(@Nullable IParseLocation location, String value, String error) {
                String name = location == null ? null : location.getParentElementName();
                throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                        name == null || name.isBlank() ? path : path + ".descendants()." + name);
            }

            @Override
            public void incorrectJsonType(
                    @Nullable IParseLocation location,
                    String element,
                    ValueType expected,
                    ScalarType expectedScalar,
                    ValueType found,
                    ScalarType foundScalar) {
                if (expected != found) {
                    throw FhirRejectionCode.INVALID_VALUE.exceptionAt(
                            path + "." + element,
                            "expected JSON " + expected.name().toLowerCase(Locale.ROOT));
                }
            }
        };
    }
}
