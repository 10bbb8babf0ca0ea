package org.parcours.command.intake.fhir.mapping;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Attachment;
import org.hl7.fhir.r4.model.Binary;
import org.hl7.fhir.r4.model.Reference;
import org.parcours.events.DocumentRef;

/** Attachments go to the document store (rule 7), be they there in base64 or as a Binary that was sent too. */
final class Attachments {

    private static final String UNKNOWN = "application/octet-stream";

    private Attachments() {}

    /** The first that has content. */
    static Optional<DocumentRef> first(Told told, List<Attachment> attachments, Optional<String> title) {
        return attachments.stream()
                .flatMap(attachment -> keep(told, attachment, title).stream())
                .findFirst();
    }

    private static Optional<DocumentRef> keep(Told told, Attachment attachment, Optional<String> title) {
        Optional<String> called = Words.text(attachment.getTitle()).or(() -> title);
        byte[] data = attachment.getData();
        if (data != null && data.length > 0) {
            String type = Words.text(attachment.getContentType()).orElse(UNKNOWN);
            return Optional.of(told.documents().put(type, data, called));
        }
        return Words.text(attachment.getUrl())
                .flatMap(url -> told.resolve(new Reference(url), Binary.class))
                .filter(binary -> binary.getData() != null && binary.getData().length > 0)
                .map(binary -> told.documents()
                        .put(
                                Words.text(binary.getContentType())
                                        .or(() -> Words.text(attachment.getContentType()))
                                        .orElse(UNKNOWN),
                                binary.getData(),
                                called));
    }
}
