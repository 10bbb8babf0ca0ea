package org.parcours.command.intake.fhir.mapping.attachment;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import org.parcours.command.intake.fhir.element.FhirElement;
import org.parcours.command.intake.fhir.element.FhirRejectionCode;
import org.parcours.command.message.RejectionException;

/** Decodes the content of an attachment and checks it: a document that is not what its sender meant is not shown. */
final class AttachmentData {

    private AttachmentData() {}

    /**
     * White space is allowed in base64 (FHIR R4, 2.24.0.1); the URL-safe alphabet, which may come without padding (RFC 4648
     * §5), means the same bytes. Text without padding is refused: most words are base64 otherwise.
     *
     * @throws RejectionException where the data is not base64, or is empty
     */
    static byte[] decode(FhirElement data) {
        String text = data.value().orElse("").replaceAll("\\s+", "");
        boolean urlSafe = text.indexOf('-') >= 0 || text.indexOf('_') >= 0;
        if (text.isEmpty() || !urlSafe && text.length() % 4 != 0) {
            throw notBase64(data);
        }
        try {
            return (urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(text);
        } catch (IllegalArgumentException e) {
            throw notBase64(data);
        }
    }

    private static RejectionException notBase64(FhirElement data) {
        return FhirRejectionCode.INVALID_ATTACHMENT.exceptionAt(data.path(), "base64 expected");
    }

    static void checkSize(FhirElement size, byte[] bytes) {
        size.value()
                .filter(stated -> !stated.equals(String.valueOf(bytes.length)))
                .ifPresent(stated -> {
                    throw FhirRejectionCode.INVALID_ATTACHMENT.exceptionAt(
                            size.path(), stated + " bytes stated, " + bytes.length + " found");
                });
    }

    /** SHA-1 in base64 (FHIR R4, 2.24.0.6); some senders write it in hexadecimal. */
    static void checkHash(FhirElement hash, byte[] bytes) {
        hash.value().map(stated -> stated.replaceAll("\\s+", "")).ifPresent(stated -> {
            byte[] sha1 = sha1(bytes);
            String hexadecimal = HexFormat.of().formatHex(sha1);
            boolean matches = stated.equals(Base64.getEncoder().encodeToString(sha1))
                    || stated.equals(Base64.getUrlEncoder().encodeToString(sha1))
                    || stated.equalsIgnoreCase(hexadecimal);
            if (!matches) {
                throw FhirRejectionCode.INVALID_ATTACHMENT.exceptionAt(
                        hash.path(), "the SHA-1 of the data is " + hexadecimal);
            }
        });
    }

    private static byte[] sha1(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
