package org.parcours.command.feeds.fhir;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.parcours.command.http.BodyCharset;
import org.parcours.command.http.ContentType;
import org.parcours.command.http.RequestLimiter;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;

/**
 * What the headers of a request declare of its body; throws {@link RejectedRequestException} where it cannot be FHIR.
 * The body that it returns is the one that is parsed, and the one that is stored.
 */
final class FhirBodyReader {

    private FhirBodyReader() {}

    /** Before anything reads the body, so that a form is not read as one. */
    static void requireFhir(ContentType contentType) {
        if (!contentType.mediaType().isEmpty() && FhirMediaType.of(contentType).isEmpty()) {
            throw unsupportedMediaType();
        }
    }

    static byte[] body(HttpServletRequest request, byte[] received) {
        ContentType contentType = ContentType.of(request.getHeader("Content-Type"));
        if (contentType.mediaType().isEmpty() && received.length > 0 && !isJsonOrXml(received)) {
            throw unsupportedMediaType();
        }
        return switch (BodyCharset.toUtf8(received, contentType)) {
            case BodyCharset.Converted(byte[] body) -> body;
            case BodyCharset.UnknownCharset _ ->
                throw new RejectedRequestException(
                        FhirHttpRejection.UNSUPPORTED_ENCODING, "Content-Type", "unknown charset: utf-8 expected");
            case BodyCharset.Malformed _ ->
                throw new RejectedRequestException(
                        FhirHttpRejection.INVALID_ENCODING, "Content-Type", "the charset is another one");
        };
    }

    static FhirResponse tooLarge(long limit) {
        return FhirResponse.rejected(413, FhirRejectionCode.TOO_LARGE.at("", "the limit is " + limit + " bytes"));
    }

    static FhirResponse unreadable(RequestLimiter.Unreadable reason) {
        return switch (reason) {
            case RequestLimiter.TimedOut _ ->
                FhirResponse.rejected(FhirHttpRejection.BODY_TIMEOUT, "body", reason.reason());
            case RequestLimiter.UnsupportedEncoding _ ->
                FhirResponse.rejected(FhirHttpRejection.UNSUPPORTED_ENCODING, "Content-Encoding", reason.reason())
                        .with("Accept-Encoding", RequestLimiter.ACCEPT_ENCODING);
            case RequestLimiter.InvalidEncoding _ ->
                FhirResponse.rejected(FhirHttpRejection.INVALID_ENCODING, "Content-Encoding", reason.reason());
        };
    }

    private static RejectedRequestException unsupportedMediaType() {
        return new RejectedRequestException(FhirResponse.rejected(
                        FhirHttpRejection.UNSUPPORTED_MEDIA_TYPE,
                        "Content-Type",
                        FhirMediaType.EXPECTED + " expected, of FHIR 4.0")
                .with("Accept", FhirMediaType.ALL));
    }

    /** By the first character; UTF-16 has a zero byte before or after it, and any may follow a byte order mark. */
    private static boolean isJsonOrXml(byte[] body) {
        Optional<Character> first = Optional.empty();
        for (int i = 0; i < body.length && first.isEmpty(); i++) {
            int each = body[i] & 0xff;
            boolean skipped = each <= ' ' || each == 0xef || each == 0xbb || each == 0xbf || each >= 0xfe;
            first = skipped ? Optional.empty() : Optional.of((char) each);
        }
        return first.filter(character -> character == '{' || character == '<').isPresent();
    }
}
