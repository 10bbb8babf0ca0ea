package org.parcours.command.intake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Detects the media type of a document: by its first bytes; else as declared (HL7 tables 0191 and 0291; FHIR, a MIME type). */
public final class MediaTypeDetector {

    public static final String UNKNOWN = "application/octet-stream";

    /** Types whose documents always begin alike: another beginning is another type, or a damaged document. */
    private static final Set<String> WITH_SIGNATURE =
            Set.of("application/pdf", "image/png", "image/jpeg", "image/gif", "image/tiff");

    /** Formats in which others are written: DOCX is a ZIP file, CDA is XML. */
    private static final Set<String> CONTAINERS = Set.of("text/xml", "application/zip", "message/rfc822");

    private static final int MAX_SIGNATURE = 512;

    private MediaTypeDetector() {}

    public static String of(byte[] bytes, String type, String subtype) {
        return ofContent(bytes).orElseGet(() -> declared(bytes, type, subtype));
    }

    /** The declared type, unless the content is evidently of another one. */
    public static String of(byte[] bytes, Optional<String> mimeType) {
        String declared = mimeType.map(MediaTypeDetector::essence).orElse("");
        Optional<String> content = ofContent(bytes);
        if (declared.isEmpty() || declared.equals(UNKNOWN) || !declared.contains("/")) {
            return content.orElse(isText(bytes) ? plainText(bytes) : UNKNOWN);
        }
        boolean contradicts = content.filter(type -> !type.equals(declared)
                        && !declared.startsWith("text/")
                        && (!CONTAINERS.contains(type) || WITH_SIGNATURE.contains(declared)))
                .isPresent();
        if (contradicts) {
            return content.get();
        }
        return declared.equals("text/plain") && !mimeType.get().contains("charset") ? plainText(bytes) : mimeType.get();
    }

    /** Whether the bytes do not begin as every document of the declared type does. */
    public static boolean lacksSignature(byte[] bytes, Optional<String> mimeType) {
        return mimeType.map(MediaTypeDetector::essence)
                        .filter(WITH_SIGNATURE::contains)
                        .isPresent()
                && ofContent(bytes).isEmpty();
    }

    private static String essence(String mimeType) {
        return mimeType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isText(byte[] bytes) {
        for (byte each : bytes) {
            if (each >= 0 && each < ' ' && each != '\t' && each != '\n' && each != '\r' && each != '\f') {
                return false;
            }
        }
        return bytes.length > 0;
    }

    /** Empty where the content has no signature. */
    public static Optional<String> ofContent(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(bytes.length, MAX_SIGNATURE), StandardCharsets.ISO_8859_1);
        if (start.startsWith("%PDF-")) {
            return Optional.of("application/pdf");
        }
        if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
            return Optional.of("image/png");
        }
        if (start.startsWith("\u00FF\u00D8\u00FF")) {
            return Optional.of("image/jpeg");
        }
        if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) {
            return Optional.of("image/gif");
        }
        if (start.startsWith("II*\0") || start.startsWith("MM\0*")) {
            return Optional.of("image/tiff");
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return Optional.of("application/zip");
        }
        if (start.startsWith("{\\rtf")) {
            return Optional.of("application/rtf");
        }
        return ofMarkup(start);
    }

    private static Optional<String> ofMarkup(String start) {
        // Text may begin with the byte order mark of UTF-8.
        String text = start.startsWith("\u00EF\u00BB\u00BF") ? start.substring(3) : start;
        String markup = text.stripLeading().toLowerCase(Locale.ROOT);
        if (markup.startsWith("<?xml") || markup.startsWith("<clinicaldocument")) {
            return Optional.of("text/xml");
        }
        if (markup.startsWith("<html") || markup.startsWith("<!doctype html")) {
            return Optional.of("text/html");
        }
        return markup.startsWith("mime-version:") ? Optional.of("message/rfc822") : Optional.empty();
    }

    private static String declared(byte[] bytes, String type, String subtype) {
        return switch (subtype) {
            case "pdf" -> "application/pdf";
            case "jpeg", "jpg" -> "image/jpeg";
            case "png", "tiff", "gif" -> "image/" + subtype;
            case "html" -> "text/html";
            case "rtf" -> "application/rtf";
            case "xml", "x-hl7-cda-level-one", "x-hl7-cda-level-two", "cda" -> "text/xml";
            case "plain", "txt" -> plainText(bytes);
            default ->
                type.contains("/") ? type : type.equals("text") || type.equals("tx") ? plainText(bytes) : UNKNOWN;
        };
    }

    /** A text of another character set would be shown with wrong letters. */
    private static String plainText(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return "text/plain; charset=utf-8";
        } catch (CharacterCodingException e) {
            return "text/plain; charset=windows-1252";
        }
    }
}
