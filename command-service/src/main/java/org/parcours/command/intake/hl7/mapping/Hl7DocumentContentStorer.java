package org.parcours.command.intake.hl7.mapping;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.parcours.command.intake.hl7.message.Hl7FieldRepetition;
import org.parcours.command.intake.hl7.message.Hl7RejectionCode;
import org.parcours.command.intake.hl7.message.Hl7Segment;
import org.parcours.events.DocumentRef;

/** Stores encapsulated data (ED: source, type, subtype, encoding, data) in the document store (rule 7). */
final class Hl7DocumentContentStorer {

    private Hl7DocumentContentStorer() {}

    /** Stores the first document of the OBX segments. */
    static Optional<DocumentRef> storeFirst(
            Hl7MappingContext context, List<Hl7Segment> observations, Optional<String> title) {
        return observations.stream()
                .filter(obx -> obx.text(2).equals("ED") && !obx.field(5).text(5).isEmpty())
                .findFirst()
                .map(obx -> {
                    byte[] bytes = decode(obx.field(5));
                    return context.documents().put(mediaType(obx.field(5), bytes), bytes, title);
                });
    }

    /** Stores the lines of text of the OBX segments as a document. */
    static Optional<DocumentRef> storeText(
            Hl7MappingContext context, List<Hl7Segment> observations, Optional<String> title) {
        String text = Hl7ObservationMapper.joinText(observations);
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(context.documents()
                        .put("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8), title));
    }

    private static byte[] decode(Hl7FieldRepetition data) {
        String text = data.text(5);
        try {
            return switch (data.text(4).toLowerCase(Locale.ROOT)) {
                case "base64" -> Base64.getMimeDecoder().decode(text);
                case "hex" -> HexFormat.of().parseHex(text);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException e) {
            throw Hl7RejectionCode.CONTENT_UNREADABLE.exceptionAt(data.path());
        }
    }

    private static String mediaType(Hl7FieldRepetition data, byte[] bytes) {
        if (new String(bytes, 0, Math.min(bytes.length, 5), StandardCharsets.ISO_8859_1).equals("%PDF-")) {
            return "application/pdf";
        }
        String type = data.text(2).toLowerCase(Locale.ROOT);
        String subtype = data.text(3).toLowerCase(Locale.ROOT);
        // HL7 tables 0191 and 0291.
        return switch (subtype) {
            case "pdf" -> "application/pdf";
            case "jpeg", "jpg" -> "image/jpeg";
            case "png", "tiff", "gif" -> "image/" + subtype;
            case "html" -> "text/html";
            case "rtf" -> "application/rtf";
            case "xml", "x-hl7-cda-level-one", "x-hl7-cda-level-two", "cda" -> "text/xml";
            case "plain", "txt" -> "text/plain; charset=utf-8";
            default -> type.contains("/") ? type : type.equals("text") ? "text/plain" : "application/octet-stream";
        };
    }
}
